package smyth.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// Keys that stand for others: `Fn::ForEach::Name`, which writes a part once for each item of a list, and
/// `Fn::Transform` beside other keys.
final class Loops {
    private static final String FOR_EACH = "Fn::ForEach::";
    private static final String FORM = FOR_EACH + "Name: [Identifier, [values], {key with ${Identifier}: value}]";

    private Loops() {}

    /// The table with each of its keys written out; the same one where there is nothing to write out.
    static Node.Table expanded(Node.Table table, Evaluation evaluation) {
        boolean isPlain = true;
        for (var key : table.entries().keySet()) isPlain &= !standsForOthers(key);
        if (isPlain) return table;
        var entries = new LinkedHashMap<String, Node>();
        table.entries().forEach((key, node) -> {
            if (!standsForOthers(key)) put(entries, key, node, evaluation);
            else if (key.startsWith(FOR_EACH)) loop(key, node, entries, evaluation);
            else include(node, entries, evaluation);
        });
        return new Node.Table(table.at(), entries);
    }

    private static boolean standsForOthers(String key) {
        return key.startsWith(FOR_EACH) || key.equals("Fn::Transform");
    }

    private static void put(Map<String, Node> entries, String key, Node node, Evaluation evaluation) {
        evaluation.spend(1, node.at());
        if (entries.putIfAbsent(key, node) != null)
            evaluation.findings().problem(node.at(),
                    "the key " + Words.quoted(key) + " appears twice; remove one of them");
    }

    private static void include(Node node, Map<String, Node> entries, Evaluation evaluation) {
        var call = new Call("Fn::Transform", node, "Fn::Transform: {Name: MACRO, Parameters: {...}}", evaluation);
        var found = Transforms.apply(call);
        if (found.isEmpty()) return;
        if (found.get() instanceof Node.Table more)
            expanded(more, evaluation).entries().forEach((key, value) -> put(entries, key, value, evaluation));
        else call.wrong(node.at(), "the file that AWS::Include reads here has to hold keys, and it holds "
                + Words.shown(found.get()));
    }

    private static void loop(String key, Node node, Map<String, Node> entries, Evaluation evaluation) {
        var call = new Call(key, node, FORM, evaluation);
        if (!evaluation.hasLanguageExtensions()) {
            call.wrong(node.at(), key + LanguageExtensions.NEEDED);
            return;
        }
        var arguments = call.arguments(3, 3);
        if (arguments.isEmpty()) return;
        var identifier = arguments.get().get(0).text();
        if (identifier.isEmpty() || !(arguments.get().get(2) instanceof Node.Table body)) {
            call.misshaped();
            return;
        }
        for (var value : call.strings(arguments.get().get(1)).orElse(new ArrayList<>())) {
            var written = (Node.Table) new Values(identifier.get(), value, evaluation).in(body);
            expanded(written, evaluation).entries().forEach((name, part) -> put(entries, name, part, evaluation));
        }
    }

    /// One round of a loop.
    ///
    /// @param identifier `${identifier}` and `&{identifier}` in any string, and `Ref: identifier`, mean the value
    private record Values(String identifier, String value, Evaluation evaluation) {
        Node in(Node node) {
            evaluation.spend(1, node.at());
            return switch (node) {
                case Node.Scalar(var at, String text, _) -> scalar(text, at);
                case Node.Table table when isReference(table) -> new Node.Scalar(table.at(), value);
                case Node.Table(var at, var entries) -> {
                    var written = new LinkedHashMap<String, Node>();
                    entries.forEach((key, entry) -> put(written, in(key), in(entry), evaluation));
                    yield new Node.Table(at, written);
                }
                case Node.Items(var at, var nodes) -> new Node.Items(at, nodes.stream().map(this::in).toList());
                case Node.Scalar _,Node.Nothing _ -> node;
            };
        }

        private boolean isReference(Node.Table table) {
            return table.entries().size() == 1
                    && table.get("Ref").flatMap(Node::text).equals(Optional.of(identifier));
        }

        private Node scalar(String text, Position at) {
            return new Node.Scalar(at, in(text));
        }

        private String in(String text) {
            if (text.indexOf('{') < 0) return text;
            return text.replace("${" + identifier + "}", value)
                    .replace("&{" + identifier + "}", value.replaceAll("[^A-Za-z0-9]", ""));
        }
    }
}
