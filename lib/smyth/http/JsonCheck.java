package smyth.http;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Whether a payload is JSON, which Lambda wants to know before a function runs.
final class JsonCheck {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private JsonCheck() {}

    /// What is wrong with it, in Jackson's words; empty when it is one JSON value.
    static Optional<String> problem(byte[] text) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) return Optional.of("No content to map due to end-of-input");
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null ? Optional.empty() : Optional.of("Trailing token after the value");
        } catch (JacksonException e) {
            return Optional.of(e.getMessage());
        }
    }
}
