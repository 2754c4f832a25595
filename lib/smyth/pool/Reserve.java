package smyth.pool;

import java.io.IOException;
import java.util.Optional;
import smyth.journal.Journal;
import smyth.runtime.Launch;

/// At most one worker that has booted and waits to be told what to run.
final class Reserve {
    private final String function;
    private final boolean wanted;
    private final Terminal terminal;
    private final Journal journal;
    private final Guard guard;
    private ExecutionEnvironment spare;
    private boolean booting;
    private boolean closed;
    private volatile byte[] ahead = {};

    Reserve(String function, boolean wanted, Terminal terminal, Journal journal, Guard guard) {
        this.function = function;
        this.wanted = wanted;
        this.terminal = terminal;
        this.journal = journal;
        this.guard = guard;
    }

    /// Boots one, unless there is one already. Does not block.
    synchronized void fill(Launch launch) {
        boolean readsTerminal = terminal.isOffered();
        if (!wanted || closed || booting || fits(launch, readsTerminal)) return;
        booting = true;
        Thread.ofVirtual().name("reserve of " + function).start(() -> boot(launch, readsTerminal));
    }

    private void boot(Launch launch, boolean readsTerminal) {
        ExecutionEnvironment booted = null;
        try {
            booted = ExecutionEnvironment.boot(function + ":reserve", launch, readsTerminal, journal, guard,
                    () -> ahead);
        } catch (IOException _) {
            // The next cold start will say why.
        }
        ExecutionEnvironment surplus;
        synchronized (this) {
            booting = false;
            surplus = closed ? booted : spare;
            spare = closed ? null : booted;
        }
        if (surplus != null) surplus.stop("replaced", false);
    }

    /// @param loaded what an execution environment of the function came to use
    void learn(byte[] loaded) {
        ahead = loaded;
    }

    synchronized Optional<ExecutionEnvironment> take(Launch launch, boolean readsTerminal) {
        if (!fits(launch, readsTerminal)) return Optional.empty();
        var taken = spare;
        spare = null;
        return Optional.of(taken);
    }

    private boolean fits(Launch launch, boolean readsTerminal) {
        return spare != null && spare.isUsable() && spare.fits(launch, readsTerminal);
    }

    /// Blocks, with a limit.
    void close() {
        ExecutionEnvironment last;
        synchronized (this) {
            closed = true;
            last = spare;
            spare = null;
        }
        if (last != null) last.stop("Smyth stops", false);
    }
}
