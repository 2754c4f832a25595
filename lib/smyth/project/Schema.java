package smyth.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON schema of a table of settings, made of maps, lists, strings and numbers.
final class Schema {
    private Schema() {}

    static Map<String, Object> of(List<? extends Setting<?>> settings, List<String> required) {
        var properties = new LinkedHashMap<String, Object>();
        for (var setting : settings) properties.put(setting.key(), of(setting));
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) schema.put("required", required);
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> of(Setting<?> setting) {
        var schema = new LinkedHashMap<>(setting.kind().schema().get());
        schema.put("description", plain(setting.meaning()));
        setting.standard().ifPresent(value -> schema.put("default", value));
        return schema;
    }

    /// Markdown without its marks, as a sentence of its own.
    private static String plain(String markdown) {
        var text = markdown.replaceAll(" \\(\\[[^]]*]\\([^)]*\\)\\)", "").replace("`", "");
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
