package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// An error's JSON as runtimes report it.
///
/// Java and Python call the trace `stackTrace`, Node calls it `trace`. What is not such JSON becomes the message as it
/// is.
///
/// @param trace one entry a frame
record ReportedError(String type, String message, List<String> trace) {
    static ReportedError read(byte[] payload, String declaredType) {
        var type = declaredType;
        var message = "";
        var trace = new ArrayList<String>();
        try (var parser = Json.FACTORY.createParser(ObjectReadContext.empty(), payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT)
                return new ReportedError(type, new String(payload, UTF_8), List.of());
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
            return new ReportedError(type, message, trace);
        } catch (JacksonException _) {
            return new ReportedError(declaredType, new String(payload, UTF_8), List.of());
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
