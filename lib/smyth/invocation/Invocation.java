//SOURCES Outcome.java
package smyth.invocation;

import static java.util.Objects.requireNonNull;

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
