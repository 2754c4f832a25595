package smyth.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import smyth.tree.Node;
import smyth.tree.Words;

/// What can be written as the value of a setting.
///
/// @param name   for the documentation: `string`, `0 to 65535`
/// @param schema the same as a JSON schema, made of maps, lists, strings and numbers; made when it is asked for
public record Kind<T>(String name, Supplier<Map<String, Object>> schema, Reader<T> reader) {
    Kind(String name, Map<String, Object> schema, Reader<T> reader) {
        this(name, () -> schema, reader);
    }

    interface Reader<T> {
        /// The value, or nothing after a problem was reported.
        Optional<T> read(Node node, Location location);
    }

    /// A string that is not blank.
    static Kind<String> string() {
        return string("string", Map.of(), (_, _) -> true);
    }

    /// A string that may need to be in a certain form.
    ///
    /// @param schema beside the type
    /// @param good   reports a problem if the string is not
    static Kind<String> string(String name, Map<String, Object> schema, Check<String> good) {
        return new Kind<>(name, with(Map.of("type", "string"), schema), (node, location) -> {
            var text = node.text();
            if (text.isEmpty()) location.problem(Words.shown(node) + " is not a string; put it in quotes");
            else if (text.get().isBlank()) location.problem("\"\" is empty; write a value, or remove the setting");
            return text.filter(written -> !written.isBlank() && good.test(written, location));
        });
    }

    interface Check<T> {
        boolean test(T value, Location location);
    }

    /// A string that the pattern matches.
    static Kind<String> matching(String name, String pattern, String expected) {
        return scalar(name, Map.of("type", "string", "pattern", "^" + pattern + "$"), expected,
                value -> value instanceof String text && text.matches(pattern) ? Optional.of(text) : Optional.empty());
    }

    /// One of several names, in upper or lower case.
    static <E> Kind<E> oneOf(List<E> values, Function<E, String> setting) {
        var names = values.stream().map(setting).toList();
        return new Kind<>(code(names), Map.of("enum", names), (node, location) -> string().reader.read(node, location)
                .flatMap(text -> {
                    var found = values.stream().filter(value -> setting.apply(value).equalsIgnoreCase(text))
                            .findFirst();
                    if (found.isEmpty()) location.problem(notOneOf(text, names));
                    return found;
                }));
    }

    static String notOneOf(String text, List<String> names) {
        return Words.quoted(text) + " is not one of " + String.join(", ", names) + Words.didYouMean(text, names);
    }

    static Kind<Integer> whole(int least, int most) {
        return scalar(least + (most == least + 1 ? " or " : " to ") + most,
                with(Map.of("type", "integer"), Map.of("minimum", least, "maximum", most)),
                "a whole number from " + least + " to " + most,
                value -> value instanceof Long number && number >= least && number <= most
                        ? Optional.of(number.intValue())
                        : Optional.empty());
    }

    static Kind<Boolean> flag() {
        return scalar("true or false", Map.of("type", "boolean"), "true or false",
                value -> value instanceof Boolean on ? Optional.of(on) : Optional.empty());
    }

    static Kind<List<String>> strings() {
        return new Kind<>("list of strings", listOf(Map.of("type", "string")), (node, location) -> {
            var texts = node.texts();
            if (texts.isEmpty())
                location.problem(Words.shown(node) + " is not a list of strings, such as [\"a\", \"b\"]");
            return texts;
        });
    }

    static Kind<List<String>> stringOrStrings() {
        return new Kind<>("string or list of strings",
                Map.of("oneOf", List.of(Map.of("type", "string"), strings().schema.get())), (node, location) -> {
                    var texts = node.text().filter(text -> !text.isBlank()).map(List::of).or(() -> node.texts());
                    if (texts.isEmpty())
                        location.problem(Words.shown(node) + " is not a string or a list of strings");
                    return texts;
                });
    }

    /// What is written there instead is not shown: it may be a secret.
    static Kind<Node.Table> table(String name, Supplier<Map<String, Object>> schema) {
        return new Kind<>(name, () -> with(Map.of("type", "object"), schema.get()), (node, location) -> {
            if (node instanceof Node.Table table) return Optional.of(table);
            location.problem("this is not a table; write [" + location.key() + "]");
            return Optional.empty();
        });
    }

    static Kind<Node.Table> variables() {
        return table("table of strings", () -> Map.of("additionalProperties", Map.of("type", "string")));
    }

    static Kind<List<Node.Table>> tables(Supplier<Map<String, Object>> schema) {
        return new Kind<>("list of tables", () -> listOf(schema.get()), (node, location) -> {
            if (node instanceof Node.Items items && items.nodes().stream().allMatch(Node.Table.class::isInstance))
                return Optional.of(items.nodes().stream().map(Node.Table.class::cast).toList());
            location.problem("this is not a list of tables; write [[" + location.key() + "]]");
            return Optional.empty();
        });
    }

    /// A single value.
    ///
    /// @param expected completes "42 is not ..."
    static <T> Kind<T> scalar(String name, Map<String, Object> schema, String expected,
            Function<Object, Optional<T>> accept) {
        boolean bare = !"string".equals(schema.get("type"));
        return new Kind<>(name, schema, (node, location) -> {
            var value = node instanceof Node.Scalar scalar ? accept.apply(scalar.value()) : Optional.<T>empty();
            boolean inQuotes = bare && node.text().filter(text -> text.matches("[0-9.]+|true|false")).isPresent();
            if (value.isEmpty()) location.problem(
                    Words.shown(node) + " is not " + expected + (inQuotes ? "; remove the quotes" : ""));
            return value;
        });
    }

    static Map<String, Object> listOf(Map<String, Object> items) {
        return with(Map.of("type", "array"), Map.of("items", items));
    }

    static Map<String, Object> with(Map<String, Object> schema, Map<String, Object> more) {
        var all = new LinkedHashMap<>(schema);
        all.putAll(more);
        return all;
    }

    private static String code(List<String> names) {
        return names.stream().collect(Collectors.joining("`, `", "`", "`"));
    }
}
