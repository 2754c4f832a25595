package smyth.pool;

import java.io.IOException;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;
import smyth.runtime.Launch;

/// How execution environments of a function begin: with the worker in reserve where it fits, otherwise with a new one.
final class ColdStart implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final String function;
    private final Terminal terminal;
    private final Reserve reserve;
    private final Journal journal;
    private final Guard guard;

    /// @param wantsReserve whether a booted worker may be kept
    ColdStart(String function, boolean wantsReserve, Terminal terminal, Journal journal, Guard guard) {
        this.function = function;
        this.terminal = terminal;
        this.reserve = new Reserve(function, wantsReserve, terminal, journal, guard);
        this.journal = journal;
        this.guard = guard;
    }

    /// Starts an execution environment and lets its init phase begin; waits for nothing.
    ///
    /// @param name `orders:0`
    /// @throws IOException when the worker's command cannot be run
    ExecutionEnvironment begin(String name, Revision revision) throws IOException {
        boolean readsTerminal = terminal.isFree();
        if (!readsTerminal && terminal.isOffered()) journal.append(new Note(name
                + " cannot read the terminal, which the worker before it still uses; its standard input is empty"));
        var booted = reserve.take(revision.launch(), readsTerminal);
        var environment = booted.isPresent() ? booted.get()
                : ExecutionEnvironment.boot(name, revision.launch(), readsTerminal, journal, guard, () -> NOTHING);
        if (readsTerminal) terminal.lendTo(environment);
        environment.begin(name, function, revision);
        environment.loaded().thenAccept(reserve::learn);
        return environment;
    }

    /// Boots a worker for the next one. Does not block.
    void prepare(Launch launch) {
        reserve.fill(launch);
    }

    /// Ends the worker in reserve. Blocks, with a limit.
    @Override
    public void close() {
        reserve.close();
    }
}
