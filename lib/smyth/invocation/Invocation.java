package smyth.invocation;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/// One call of one function: who is called, with what, on whose behalf.
///
/// @param requestId     the id that accompanies this call from the first step to the log line
/// @param function      the function's name
/// @param event         the event as JSON bytes; not copied, nobody changes it
/// @param qualifier     version or alias the caller named, which then ends the invoked function's ARN
/// @param clientContext JSON, already base64-decoded
/// @param traceId       value of `X-Amzn-Trace-Id`
/// @param request       the raw HTTP request as JSON, for the user's event function; empty for a direct invoke
public record Invocation(String requestId, String function, byte[] event, Optional<String> qualifier,
        Optional<String> clientContext, Optional<String> traceId, Optional<Supplier<byte[]>> request) {
    public Invocation {
        requireNonNull(requestId, "requestId");
        requireNonNull(function, "function");
        requireNonNull(event, "event");
    }

    /// A direct invocation with nothing but an event.
    public static Invocation of(String function, byte[] event) {
        return new Invocation(newRequestId(), function, event, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static String newRequestId() {
        return UUID.randomUUID().toString();
    }

    /// How an invocation ended. Every ending that Lambda knows, and one of our own: [Rejected].
    public sealed interface Outcome {
        /// The handler answered.
        record Returned(byte[] payload) implements Outcome {}

        /// The handler answers piece by piece.
        ///
        /// @param contentType what the runtime declared
        /// @param body        ends early with an IOException when the function fails midway; the reader closes it
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

    /// Whatever can carry out an invocation: a pool, or all pools by name.
    @FunctionalInterface
    public interface Invoker {
        /// Blocks until the invocation has ended, however it ended. Safe for use by many threads.
        Outcome invoke(Invocation invocation) throws InterruptedException;
    }

    /// One execution environment, or the place for one, as the status page shows it.
    ///
    /// @param name        `<function>:<index>`
    /// @param taskCounter invocations that its present worker took
    /// @param revision    0 while there is none
    public record EnvironmentStatus(String name, State state, OptionalLong pid, int taskCounter, int revision, OptionalInt debugPort) {
        /// Python Smyth's three words.
        public enum State { COLD, WARM, WORKING }
    }
}
