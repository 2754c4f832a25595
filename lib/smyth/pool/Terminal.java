package smyth.pool;

import java.util.function.BooleanSupplier;

/// The terminal that Smyth runs in, which a handler may read: `pdb`, a `Scanner`, a `readline`.
///
/// It is lent to one worker at a time. The worker inherits it. So the terminal itself edits lines and passes them on,
/// Smyth does not read for the worker, and a worker that reads nothing takes nothing away.
public final class Terminal {
    /// Every worker's standard input is empty.
    public static final Terminal NONE = new Terminal(() -> false);

    private final BooleanSupplier offered;
    private ExecutionEnvironment reader;

    /// @param offered whether there is a terminal, and one worker only that may run
    public Terminal(BooleanSupplier offered) {
        this.offered = offered;
    }

    boolean isOffered() {
        return offered.getAsBoolean();
    }

    /// Whether a worker that begins now may have it: one of older code that is still at work keeps it.
    synchronized boolean isFree() {
        return isOffered() && (reader == null || !reader.isBusy());
    }

    synchronized void lendTo(ExecutionEnvironment environment) {
        reader = environment;
    }
}
