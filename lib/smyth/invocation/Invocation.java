package smyth.invocation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// One call of one function: who is called, with what, on whose behalf.
///
/// @param requestId     the id that accompanies this call from the first step to the log line
/// @param function      the function's name
/// @param event         the event as JSON bytes; not copied, and never changed
/// @param qualifier     version or alias the caller named, which then ends the invoked function's ARN
/// @param clientContext JSON, already base64-decoded
/// @param traceId       value of `X-Amzn-Trace-Id`
/// @param request       the raw HTTP request as JSON, for the user's event function; empty for a direct invoke
/// @param streamed      whether the caller passes the answer on piece by piece, so that the handler may write it so
public record Invocation(String requestId, String function, byte[] event, Optional<String> qualifier,
        Optional<String> clientContext, Optional<String> traceId, Optional<Supplier<byte[]>> request,
        boolean streamed) {
    public Invocation {
        requireNonNull(requestId, "requestId");
        requireNonNull(function, "function");
        requireNonNull(event, "event");
    }

    /// An invocation whose answer is wanted in one piece.
    public Invocation(String requestId, String function, byte[] event, Optional<String> qualifier,
            Optional<String> clientContext, Optional<String> traceId, Optional<Supplier<byte[]>> request) {
        this(requestId, function, event, qualifier, clientContext, traceId, request, false);
    }

    /// A direct invocation with nothing but an event.
    public static Invocation of(String function, byte[] event) {
        return new Invocation(newRequestId(), function, event, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    public static String newRequestId() {
        return UUID.randomUUID().toString();
    }
}
