package smyth.runtimeapi;

/// Who starts and ends the programs that call a Runtime API, and so what may be expected of them.
///
/// `SMYTH`: one worker, whose end is reported by [RuntimeApi#ended]. `USER`: the user, at will; what one program leaves
/// undone ends when the next one asks, and one that goes is to be seen going at once.
enum StartedBy { SMYTH, USER }
