package smyth.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value in a configuration file, whatever the file's format.
public sealed interface Node {
    /// Where its key is written, or where it begins if it has none.
    Position at();

    /// What it says, if it is a string.
    default Optional<String> text() {
        return this instanceof Scalar(_, String text, _) ? Optional.of(text) : Optional.empty();
    }

    /// What it says, where a string is wanted and a number, `true` or `false` will do: `012`, not 12.
    default Optional<String> string() {
        return this instanceof Scalar scalar ? Optional.of(scalar.written) : Optional.empty();
    }

    /// Its items, if it is a list of nothing but strings.
    default Optional<List<String>> texts() {
        if (!(this instanceof Items(_, var nodes)) || nodes.stream().anyMatch(node -> node.text().isEmpty()))
            return Optional.empty();
        return Optional.of(nodes.stream().map(node -> node.text().orElseThrow()).toList());
    }

    /// @param entries in the order of the file
    record Table(Position at, Map<String, Node> entries) implements Node {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /// What the key says, if it is there.
        public Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /// The table that the key holds; an empty one if it is missing or holds something else.
        public Table table(String key) {
            return entries.get(key) instanceof Table table ? table : new Table(at, Map.of());
        }
    }

    record Items(Position at, List<Node> nodes) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }
    }

    /// @param value   a String, Boolean, Long or Double, or something else that no setting takes, such as a date
    /// @param written what it says as a string: numbers as they are in the file, `true` and `false` in small letters
    record Scalar(Position at, Object value, String written) implements Node {
        public Scalar(Position at, Object value) {
            this(at, value, value.toString());
        }
    }

    /// `null` in YAML and JSON, or a key with nothing behind it.
    record Nothing(Position at) implements Node {}
}
