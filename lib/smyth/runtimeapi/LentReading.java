package smyth.runtimeapi;

import java.util.function.BooleanSupplier;

/// Who reads a connection: its own thread, or the thread that brings an invocation.
///
/// While invocations follow each other closely, the thread that brings one reads its answer, and the connection's own
/// thread steps aside, because waking another thread costs more than all the other work for a small request. Both
/// are platform threads, which the kernel wakes with the answer; a virtual one would have to be woken by yet another.
/// Made for the benchmark WarmInvoke; without it [Connection] would be right, and slower.
final class LentReading {
    private static final long SOON_MILLIS = 20; // until the next invocation, to be worth standing aside for

    private enum By { OWN, OFFERED, LENT }

    private By by = By.OWN;
    private int loans;

    /// Called by the own thread: blocks while others read, or may want to soon.
    ///
    /// @param worthwhile whether the next invocation comes by this connection
    synchronized void standAside(BooleanSupplier worthwhile) throws InterruptedException {
        if (!worthwhile.getAsBoolean()) return;
        by = By.OFFERED;
        int before = loans - 1;
        while (by == By.LENT || by == By.OFFERED && loans != before) {
            before = loans;
            wait(SOON_MILLIS);
        }
        by = By.OWN;
    }

    /// Whether the caller may read now, and has to [#giveBack].
    synchronized boolean borrow() {
        if (by != By.OFFERED) return false;
        by = By.LENT;
        loans++;
        return true;
    }

    /// @param worthwhile whether others may borrow it at once; otherwise its own thread reads on
    synchronized void giveBack(BooleanSupplier worthwhile) {
        by = worthwhile.getAsBoolean() ? By.OFFERED : By.OWN;
        if (by == By.OWN) notifyAll();
    }

    /// Has the own thread read again, unless another one does.
    synchronized void takeBack() {
        if (by != By.OFFERED) return;
        by = By.OWN;
        notifyAll();
    }
}
