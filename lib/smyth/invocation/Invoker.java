package smyth.invocation;

/// Whatever can carry out an invocation: a pool, or all pools by name.
@FunctionalInterface
public interface Invoker {
    /// Blocks until the invocation has ended, however it ended, or streams its answer. A streamed answer has to be read
    /// to its end or closed: its execution environment is busy until then. Safe for use by many threads.
    Outcome invoke(Invocation invocation) throws InterruptedException;
}
