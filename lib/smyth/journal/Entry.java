package smyth.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One thing that happened. `environment` is an execution environment's name, `orders:0`.
public sealed interface Entry {
    record EnvironmentStarted(String environment, String function, int revision, long pid) implements Entry {}

    /// The init phase is over.
    record EnvironmentReady(String environment, long pid, Duration init) implements Entry {}

    /// The worker waits for a debugger on this loopback port; said once for each process.
    ///
    /// @param debugger whose protocol is spoken there: `java`, `node`, `python`
    record DebuggerListening(String environment, String function, long pid, String debugger, int port)
            implements Entry {}

    /// @param expected whether we ended it
    record EnvironmentStopped(String environment, long pid, String reason, boolean expected) implements Entry {}

    record InvocationStarted(String environment, String requestId) implements Entry {}

    /// It has been busy for so long, and still is.
    record InvocationPending(String environment, String requestId, long pid, Duration elapsed) implements Entry {}

    /// @param duration  of the invoke phase
    /// @param init      of the init phase, when this invocation was the cold start
    /// @param maxMemory MB, where the system tells
    /// @param failure   empty when the handler answered
    record InvocationFinished(String environment, String requestId, Instant time, Duration duration,
            Optional<Duration> init, int memorySize,
            OptionalInt maxMemory, Optional<Failure> failure) implements Entry {}

    /// How an invocation failed, in the words of the REPORT line.
    ///
    /// @param status  `timeout` or `error`
    /// @param message the line that Lambda writes before END; "" for none
    record Failure(String status, String errorType, String message) {}

    record RevisionBuilding(String function, List<String> changed) implements Entry {}

    /// @param changed file names; empty for the first revision
    record RevisionReady(String function, int revision, Duration took, List<String> changed) implements Entry {}

    /// @param message     for people, several lines
    /// @param diagnostics what a compiler said, or what is wrong at a place in a file; may be empty
    record RevisionFailed(String function, String message, List<FileMessage> diagnostics) implements Entry {
        public RevisionFailed {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// A message about a place in a file.
    ///
    /// @param file     absolute; empty when the message is about no file
    /// @param line     from 1; 0 when it is not known
    /// @param column   from 1, in characters; 0 when it is not known
    /// @param severity `error` or `warning`
    /// @param message  all of its lines
    record FileMessage(Optional<String> file, int line, int column, String severity, String message) {}

    /// One line that a worker wrote, without its end.
    record WorkerLine(String environment, String text) implements Entry {}

    /// The beginning of a line, written by a worker that now waits for an answer from the terminal. What it writes
    /// next becomes a line of its own.
    record WorkerPrompt(String environment, String text) implements Entry {}

    /// @param function empty when no route matched
    record RequestServed(Optional<String> function, String requestId, String method, String target, int status,
            Duration took) implements Entry {}

    /// A sentence for the user: progress, or a warning.
    record Note(String text) implements Entry {}
}
