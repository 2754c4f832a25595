package smyth.invocation;

import java.io.InputStream;
import java.time.Duration;

/// How an invocation ended. Every ending that Lambda knows, and one of our own: [Rejected].
public sealed interface Outcome {
    /// The handler answered.
    record Returned(byte[] payload) implements Outcome {}

    /// The handler answers piece by piece. Its execution environment is busy until the body has ended or is closed.
    ///
    /// @param contentType what the runtime declared
    /// @param body        blocks until more comes; ends early with a [BrokenStream] when the function fails midway. The
    ///                    reader closes it, which stops a function that is still writing
    record Streamed(String contentType, InputStream body) implements Outcome {}

    /// The function reported an error, of its init phase or of its handler.
    ///
    /// @param payload   the error as JSON, to the byte as the runtime posted it
    /// @param errorType value of `Lambda-Runtime-Function-Error-Type`
    record Failed(byte[] payload, String errorType) implements Outcome {}

    /// The deadline passed; the worker was ended.
    record TimedOut(Duration limit) implements Outcome {}

    /// The worker ended without an answer.
    ///
    /// @param reason as AWS words it: `exit status 3`, `signal: killed`; empty where there is none
    record Exited(String reason) implements Outcome {}

    /// The answer was larger than Lambda lets through.
    record TooLarge(int limit) implements Outcome {}

    /// No execution environment was reached: the code does not compile, the wait could never end, Smyth stops.
    ///
    /// @param errorType `Smyth.CompileError`, `Smyth.Stopping`, …
    /// @param message   for people: what is wrong and what to do; may have several lines
    record Rejected(String errorType, String message) implements Outcome {}
}
