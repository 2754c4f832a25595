package smyth.event;

import java.util.List;
import java.util.Optional;
import smyth.invocation.ErrorWording;
import smyth.invocation.JsonText;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TimedOut;
import smyth.invocation.Outcome.TooLarge;

/// What a caller learns of an invocation that did not succeed.
///
/// @param payload    the error as AWS words it for a direct invoke, JSON bytes; the function's own to the byte where
///                   it reported one
/// @param stackTrace one entry a frame as the runtime gave them; empty where there is none
public record FunctionError(byte[] payload, String errorType, String errorMessage, List<String> stackTrace) {
    public FunctionError {
        stackTrace = List.copyOf(stackTrace);
    }

    /// Empty for an outcome that is an answer. A stream that breaks midway is its reader's to notice.
    public static Optional<FunctionError> of(Outcome outcome, String requestId) {
        return switch (outcome) {
            case Returned _,Streamed _ -> Optional.empty();
            case Failed(var payload, var errorType) -> Optional.of(of(payload, ReportedError.read(payload, errorType)));
            case TimedOut(var limit) ->
                Optional.of(of("Sandbox.Timedout", ErrorWording.of(requestId, ErrorWording.timedOut(limit))));
            case Exited(var reason) ->
                Optional.of(of("Runtime.ExitError", ErrorWording.of(requestId, ErrorWording.exited(reason))));
            case TooLarge(var limit) -> {
                var type = "Function.ResponseSizeTooLarge";
                var message = ErrorWording.tooLarge(limit);
                // AWS puts the message first here, and the type first in the others.
                yield Optional.of(new FunctionError(Json.object(512, json -> {
                    json.writeStringProperty("errorMessage", message);
                    json.writeStringProperty("errorType", type);
                }), type, message, List.of()));
            }
            case Rejected(var errorType, var message) -> Optional.of(of(errorType, message));
        };
    }

    private static FunctionError of(byte[] payload, ReportedError reported) {
        return new FunctionError(payload, reported.type(), reported.message(), reported.trace());
    }

    /// An answer that its front cannot read.
    static FunctionError malformed(String what) {
        return of("Smyth.MalformedReply", what);
    }

    private static FunctionError of(String errorType, String errorMessage) {
        return new FunctionError(JsonText.error(errorType, errorMessage), errorType, errorMessage, List.of());
    }

    /// The body of an error reply that says it all: AWS's message first.
    byte[] detailed(String message, String requestId) {
        return Json.object(512, json -> {
            json.writeStringProperty("message", message);
            json.writeStringProperty("errorType", errorType);
            json.writeStringProperty("errorMessage", errorMessage);
            json.writeName("stackTrace");
            json.writeStartArray();
            stackTrace.forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("requestId", requestId);
        });
    }
}
