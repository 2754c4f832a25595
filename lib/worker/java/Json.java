package worker.java;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.IOException;
import java.util.Map;

/// JSON with the runtime's own Jackson, except that a null stays: a handler must find it where it would without a
/// function.
final class Json {
    private static final ObjectMapper MAPPER = JacksonFactory.getInstance().getMapper().copy()
            .setSerializationInclusion(Include.ALWAYS);

    private Json() {}

    /// @return null for anything but a JSON object: functions only see objects
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(byte[] json) {
        try {
            Object value = MAPPER.readValue(json, Object.class);
            return value instanceof Map ? (Map<String, Object>) value : null;
        } catch (IOException e) {
            return null; // the handler's own deserialization says what is wrong with it
        }
    }

    static byte[] write(Object value) throws IOException {
        return MAPPER.writeValueAsBytes(value);
    }

    static String text(Object value) {
        try {
            return value == null || value instanceof String ? (String) value : MAPPER.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a context function returned what cannot be written as JSON: " + value.getClass().getName(), e);
        }
    }
}
