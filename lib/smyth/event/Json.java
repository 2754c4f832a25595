package smyth.event;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// JSON as events, payloads and errors are read and written.
final class Json {
    /// Limited by nothing but the payload's size; the depth costs memory, not stack.
    static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(10_000).maxNumberLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE).build()).build();

    private Json() {}

    /// The bytes of one object with these properties.
    ///
    /// @param size about how many bytes that will be
    static byte[] object(int size, Consumer<JsonGenerator> properties) {
        var bytes = new ByteArrayOutputStream(size);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    static void writeMap(JsonGenerator json, String name, Map<String, String> map) {
        writeObject(json, name, map, json::writeString);
    }

    /// The last value of each name, where one has to do.
    static void writeLast(JsonGenerator json, String name, Map<String, List<String>> map) {
        writeObject(json, name, map, values -> json.writeString(values.getLast()));
    }

    static void writeLists(JsonGenerator json, String name, Map<String, List<String>> map) {
        writeObject(json, name, map, values -> writeList(json, values));
    }

    static <T> void writeObject(JsonGenerator json, String name, Map<String, T> map, Consumer<T> value) {
        json.writeName(name);
        json.writeStartObject();
        map.forEach((key, values) -> {
            json.writeName(key);
            value.accept(values);
        });
        json.writeEndObject();
    }

    static void writeList(JsonGenerator json, List<String> values) {
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
