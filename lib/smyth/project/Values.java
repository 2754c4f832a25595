package smyth.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.tree.Node;

/// How a template's values are asked for: by the path of their keys, and without complaint where they are missing or
/// something else.
final class Values {
    private Values() {}

    static Optional<Node> at(Node.Table table, String... path) {
        Node node = table;
        for (var key : path) {
            if (!(node instanceof Node.Table inner) || !inner.entries().containsKey(key)) return Optional.empty();
            node = inner.entries().get(key);
        }
        return Optional.of(node);
    }

    /// A string, or a number or boolean as it is written; not an empty one.
    static Optional<String> string(Node.Table table, String... path) {
        return at(table, path).flatMap(Node::string).filter(text -> !text.isBlank());
    }

    static Node.Table table(Node.Table table, String... path) {
        return at(table, path).filter(Node.Table.class::isInstance).map(Node.Table.class::cast)
                .orElseGet(() -> new Node.Table(table.at(), Map.of()));
    }

    /// The items of a list; one value counts as a list of it.
    static List<Node> items(Node.Table table, String... path) {
        return at(table, path).map(node -> switch (node) {
            case Node.Items(_, var nodes) -> nodes;
            case Node.Nothing _ -> List.<Node>of();
            case Node single -> List.of(single);
        }).orElse(List.of());
    }

    static List<String> strings(Node.Table table, String... path) {
        return items(table, path).stream().flatMap(node -> node.string().stream()).toList();
    }

    /// The tables among the items of a list.
    static List<Node.Table> tables(Node.Table table, String... path) {
        return items(table, path).stream().filter(Node.Table.class::isInstance).map(Node.Table.class::cast).toList();
    }

    static boolean has(Node.Table table, String... path) {
        return at(table, path).filter(node -> !(node instanceof Node.Nothing)).isPresent();
    }

    /// As SAM puts `Globals` under a resource: tables are merged, lists are joined, everything else is the resource's.
    static Node.Table merged(Node.Table below, Node.Table above) {
        var entries = new LinkedHashMap<>(below.entries());
        above.entries().forEach((key, value) -> entries.merge(key, value, Values::merged));
        return new Node.Table(above.at(), entries);
    }

    private static Node merged(Node below, Node above) {
        if (below instanceof Node.Table lower && above instanceof Node.Table upper) return merged(lower, upper);
        if (!(below instanceof Node.Items(_, var first) && above instanceof Node.Items(var at, var then))) return above;
        var all = new ArrayList<>(first);
        all.addAll(then);
        return new Node.Items(at, all);
    }

    static Node.Scalar scalar(Node at, Object value) {
        return new Node.Scalar(at.at(), value);
    }

    static Node.Items list(Node at, List<String> values) {
        return new Node.Items(at.at(), values.stream().map(value -> (Node) scalar(at, value)).toList());
    }
}
