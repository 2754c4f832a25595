package smyth.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Words;

/// `Fn::Transform` and the template's `Transform`: `AWS::Include` is read from its file; another macro is code that
/// only AWS has.
final class Transforms {
    static final String SERVERLESS = "AWS::Serverless-2016-10-31";

    private static final String INCLUDE = "AWS::Include";
    /// So much work stands for one file that a file which includes itself ends soon.
    private static final int WORK = 50_000;

    private Transforms() {}

    /// The names in the template's `Transform`.
    static List<String> names(Node.Table template) {
        var names = new ArrayList<String>();
        for (var node : nodes(template))
            (node instanceof Node.Table table ? table.get("Name").flatMap(Node::text) : node.text())
                    .ifPresent(names::add);
        return names;
    }

    /// The tables that the template's own `Transform` includes.
    static List<Node> included(Node.Table template, Evaluation evaluation) {
        var found = new ArrayList<Node>();
        for (var node : nodes(template)) {
            var name = node instanceof Node.Table table ? table.get("Name").flatMap(Node::text) : node.text();
            if (name.isEmpty()) evaluation.findings().problem(node.at(),
                    "Transform: " + Words.shown(node) + " is not the name of a macro; write Transform: NAME");
            else if (name.get().equals(INCLUDE) || !name.get().startsWith("AWS::"))
                apply(new Call("Transform", node instanceof Node.Table ? node : macro(node), "", evaluation))
                        .ifPresent(found::add);
        }
        return found;
    }

    private static Node macro(Node name) {
        return new Node.Table(name.at(), java.util.Map.of("Name", name));
    }

    private static List<Node> nodes(Node.Table template) {
        return template.get("Transform").map(node -> node instanceof Node.Items(_, var nodes) ? nodes : List.of(node))
                .orElse(List.of());
    }

    /// What stands where the macro is called; as it is written, with functions in it.
    static Optional<Node> apply(Call call) {
        if (!(call.argument() instanceof Node.Table table) || table.get("Name").isEmpty()) return call.misshaped();
        return call.string(table.get("Name").get()).flatMap(name -> {
            if (name.equals(INCLUDE)) return include(call, table.table("Parameters"));
            call.evaluation().findings().unknown("macro:" + name, call.at(), () -> "nothing",
                    "the macro " + name + " runs on AWS only; write what it makes into the template, or do without it");
            return Optional.empty();
        });
    }

    private static Optional<Node> include(Call call, Node.Table parameters) {
        var location = parameters.get("Location").flatMap(call::string);
        if (location.isEmpty()) return call.wrong(call.at(),
                "AWS::Include needs Parameters: {Location: FILE}, with the file's name or an s3:// address");
        call.evaluation().spend(WORK, call.at());
        var node = call.evaluation().settings().include().apply(location.get());
        if (node.isEmpty()) return call.wrong(call.at(), "AWS::Include: " + Words.quoted(location.get())
                + " cannot be read here; name a file beside the template");
        return node;
    }
}
