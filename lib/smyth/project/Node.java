package smyth.project;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value in a configuration file, whatever the file's format.
sealed interface Node {
    /// Where its key is written, or where it begins if it has none.
    Position at();

    /// What it says, if it is a string.
    default Optional<String> text() {
        return this instanceof Scalar(_, String text) ? Optional.of(text) : Optional.empty();
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
    }

    record Items(Position at, List<Node> nodes) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }
    }

    /// @param value a String, Boolean, Long or Double, or something else that no setting takes, such as a date
    record Scalar(Position at, Object value) implements Node {}
}
