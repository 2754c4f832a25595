package smyth.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Ends a wait that lasts too long, and says meanwhile that it is long: one after the other, for one execution
/// environment.
///
/// Its thread sleeps until the wait that it saw first may be over, and looks then who waits now. A timer for each
/// invocation would wake another thread each time, which a small invocation would feel.
final class DeadlineWatch<T> implements AutoCloseable {
    private static final Duration PENDING_AFTER = Duration.ofSeconds(30);

    /// A wait that it ends, and what to say when it is long.
    ///
    /// @param late    what it ends with
    /// @param limit   after which it ends; negative for never
    /// @param pending called with the time waited so far, every 30 s
    record Wait<T>(CompletableFuture<T> answer, T late, Duration limit, Consumer<Duration> pending) {}

    private final Runnable whenLate;

    // Guarded by this.
    private Wait<T> wait;
    private long begun;
    private long nextWord;
    private long wakes;
    private boolean running;

    /// @param whenLate called after a wait was ended, on a thread that may block
    DeadlineWatch(Runnable whenLate) {
        this.whenLate = whenLate;
    }

    /// In place of the wait before.
    synchronized void begin(Wait<T> next) {
        wait = next;
        begun = System.nanoTime();
        nextWord = begun + PENDING_AFTER.toNanos();
        if (!running) {
            running = true;
            Thread.ofVirtual().name("deadline").start(this::run);
        } else if (due() - wakes < 0) {
            notifyAll();
        }
    }

    synchronized void end() {
        wait = null;
    }

    /// Lets the thread end.
    @Override
    public synchronized void close() {
        wait = null;
        notifyAll();
    }

    private void run() {
        try {
            for (var late = sleep(); late != null; late = sleep()) if (late.answer.complete(late.late)) whenLate.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Blocks until a wait is over its limit; null when there is none any more.
    private synchronized Wait<T> sleep() throws InterruptedException {
        while (wait != null) {
            long now = System.nanoTime();
            var present = wait;
            if (!present.limit.isNegative() && now - begun >= present.limit.toNanos()) {
                wait = null;
                return present;
            }
            if (now - nextWord >= 0) {
                present.pending.accept(Duration.ofNanos(now - begun));
                nextWord += PENDING_AFTER.toNanos();
            }
            wakes = due();
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, wakes - now));
        }
        running = false;
        return null;
    }

    private long due() {
        long end = begun + wait.limit.toNanos();
        return wait.limit.isNegative() || nextWord - end < 0 ? nextWord : end;
    }

    /// What a wait ended with, by its answer or because it was late. Blocks.
    static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
