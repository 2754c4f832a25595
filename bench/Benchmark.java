/// A program that measures Smyth and its floor in turns.
interface Benchmark {
    /// Blocks until it is done. Every answer is checked on the way.
    ///
    /// @param quick whether to show only that it works: its figures mean little
    /// @throws IllegalStateException when an answer was not what it has to be
    void run(Report report, boolean quick) throws Exception;
}
