package smyth.invocation;

/// Whatever can carry out an invocation: a pool, or all pools by name.
@FunctionalInterface
public interface Invoker {
    /// Blocks until the invocation has ended, however it ended. Safe for use by many threads.
    Outcome invoke(Invocation invocation) throws InterruptedException;
}
