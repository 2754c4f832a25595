package smyth.runtimeapi;

/// Who starts and ends the programs that call a Runtime API, and so what may be expected of them.
enum StartedBy {
    /// One worker, whose end is reported by [RuntimeApi#ended].
    SMYTH,
    /// The user, who starts and ends them at will: what one leaves undone ends when the next one asks, and one that
    /// goes is to be seen going at once.
    USER
}
