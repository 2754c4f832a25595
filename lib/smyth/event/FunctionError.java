package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TimedOut;
import smyth.invocation.Outcome.TooLarge;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/// What a caller learns of an invocation that did not succeed.
///
/// @param payload    the error as AWS words it for a direct invoke, JSON bytes; the function's own to the byte where
///                   it reported one
/// @param stackTrace one entry a frame as the runtime gave them; empty where there is none
public record FunctionError(byte[] payload, String errorType, String errorMessage, List<String> stackTrace) {
    /// What Lambda takes from a runtime as one answer.
    private static final int STREAM_LIMIT = 6_291_556;

    public FunctionError {
        stackTrace = List.copyOf(stackTrace);
    }

    /// Empty for an outcome that is an answer. A stream that breaks midway is its reader's to notice.
    public static Optional<FunctionError> of(Outcome outcome, String requestId) {
        return switch (outcome) {
            case Returned _,Streamed _ -> Optional.empty();
            case Failed(var payload, var errorType) -> Optional.of(reported(payload, errorType));
            case TimedOut(var limit) -> Optional.of(of("Sandbox.Timedout",
                    "RequestId: " + requestId + " Error: Task timed out after " + seconds(limit) + " seconds"));
            case Exited(var reason) ->
                Optional.of(of("Runtime.ExitError", "RequestId: " + requestId + " Error: Runtime exited "
                        + (reason.isEmpty() ? "without providing a reason" : "with error: " + reason)));
            case TooLarge(var limit) -> {
                var type = "Function.ResponseSizeTooLarge";
                var message = "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).";
                // AWS puts the message first here, and the type first in the others.
                yield Optional.of(new FunctionError(json(json -> {
                    json.writeStringProperty("errorMessage", message);
                    json.writeStringProperty("errorType", type);
                }), type, message, List.of()));
            }
            case Rejected(var errorType, var message) -> Optional.of(of(errorType, message));
        };
    }

    /// A streamed outcome in one piece, for callers that cannot stream; any other as it is. Blocks until the function
    /// has ended its answer.
    public static Outcome collected(Outcome outcome) {
        if (!(outcome instanceof Streamed(_, var stream))) return outcome;
        try (stream) {
            var bytes = stream.readNBytes(STREAM_LIMIT + 1);
            return bytes.length > STREAM_LIMIT ? new TooLarge(STREAM_LIMIT) : new Returned(bytes);
        } catch (IOException e) {
            return new Failed(json("Runtime.TruncatedResponse", String.valueOf(e.getMessage())),
                    "Runtime.TruncatedResponse");
        }
    }

    /// An answer that its front cannot read.
    static FunctionError malformed(String what) {
        return of("Smyth.MalformedReply", what);
    }

    private static FunctionError of(String errorType, String errorMessage) {
        return new FunctionError(json(errorType, errorMessage), errorType, errorMessage, List.of());
    }

    static byte[] json(String errorType, String errorMessage) {
        return json(json -> {
            json.writeStringProperty("errorType", errorType);
            json.writeStringProperty("errorMessage", errorMessage);
        });
    }

    /// The body of an error reply that says it all: AWS's message first.
    byte[] detailed(String message, String requestId) {
        return json(json -> {
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

    private static byte[] json(Consumer<JsonGenerator> properties) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = FunctionReply.JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static String seconds(Duration limit) {
        return String.format(Locale.ROOT, "%.2f", limit.toMillis() / 1000.0);
    }

    /// Java and Python call the trace `stackTrace`, Node calls it `trace`. What is no such JSON becomes the message
    /// as it is.
    private static FunctionError reported(byte[] payload, String declaredType) {
        var type = declaredType;
        var message = "";
        var trace = new ArrayList<String>();
        try (var parser = FunctionReply.JSON.createParser(ObjectReadContext.empty(), payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT)
                return new FunctionError(payload, type, new String(payload, UTF_8), List.of());
            for (var key = parser.nextName(); key != null; key = parser.nextName()) {
                var token = parser.nextToken();
                switch (key) {
                    case "errorType" -> type = token == JsonToken.VALUE_STRING ? parser.getString() : type;
                    case "errorMessage" -> message = token == JsonToken.VALUE_STRING ? parser.getString() : message;
                    case "stackTrace", "trace" -> readTrace(parser, trace);
                    default -> {}
                }
                parser.skipChildren();
            }
            return new FunctionError(payload, type, message, trace);
        } catch (JacksonException _) {
            return new FunctionError(payload, declaredType, new String(payload, UTF_8), List.of());
        }
    }

    private static void readTrace(JsonParser parser, List<String> trace) {
        if (parser.currentToken() != JsonToken.START_ARRAY) return;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) trace.add(parser.getString());
            parser.skipChildren();
        }
    }
}
