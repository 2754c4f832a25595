package smyth.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import smyth.tree.Node;
import smyth.tree.Position;

/// Which resource refers to which. AWS deploys none that waits for itself.
final class Cycles {
    private static final String SERVERLESS = "AWS::Serverless::";
    /// What SAM writes into the function itself. The rest, such as Events, becomes resources of its own.
    private static final Set<String> OF_THE_FUNCTION = Set.of("Environment", "Role", "Layers", "VpcConfig",
            "KmsKeyArn", "DeadLetterQueue", "FunctionName");

    private final Node.Table resources;
    private final Map<String, Map<String, Position>> uses = new LinkedHashMap<>();

    Cycles(Node.Table resources) {
        this.resources = resources;
        resources.entries().forEach((id, node) -> {
            if (node instanceof Node.Table resource) resource.get("DependsOn").ifPresent(on -> {
                if (on instanceof Node.Items(_, var nodes)) nodes.forEach(one -> dependsOn(id, one));
                else dependsOn(id, on);
            });
        });
    }

    private void dependsOn(String id, Node on) {
        on.text().filter(resources.entries()::containsKey).ifPresent(to -> add(id, to, on.at()));
    }

    /// @param path where the reference is, `[Resources, Orders, Properties, Environment, ...]`
    void use(List<String> path, String to, Position at) {
        if (path.size() < 4 || !path.get(0).equals("Resources") || !path.get(2).equals("Properties")) return;
        var type = resources.table(path.get(1)).get("Type").flatMap(Node::text).orElse("");
        boolean isFunction = type.equals(SERVERLESS + "Function") && OF_THE_FUNCTION.contains(path.get(3));
        if (isFunction || !type.startsWith(SERVERLESS)) add(path.get(1), to, at);
    }

    private void add(String from, String to, Position at) {
        uses.computeIfAbsent(from, _ -> new LinkedHashMap<>()).putIfAbsent(to, at);
    }

    /// Reports the circles that a walk along the references meets, if there are any.
    void report(Findings findings) {
        var done = new HashSet<String>();
        for (var start : uses.keySet()) walk(start, done, findings);
    }

    /// Depth first, without recursion: a template may have long chains.
    private void walk(String start, Set<String> done, Findings findings) {
        var path = new ArrayList<String>();
        var next = new ArrayList<ArrayList<String>>();
        var onPath = new HashSet<String>();
        var step = start;
        while (true) {
            if (step != null && onPath.contains(step)) report(path.subList(path.indexOf(step), path.size()), findings);
            if (step != null && done.add(step)) {
                path.add(step);
                onPath.add(step);
                next.add(new ArrayList<>(uses.getOrDefault(step, Map.of()).keySet()));
            }
            while (!next.isEmpty() && next.getLast().isEmpty()) {
                next.removeLast();
                onPath.remove(path.removeLast());
            }
            if (next.isEmpty()) return;
            step = next.getLast().removeFirst();
        }
    }

    private void report(List<String> cycle, Findings findings) {
        var round = new ArrayList<>(cycle);
        round.add(cycle.getFirst());
        var at = uses.get(cycle.getLast()).get(cycle.getFirst());
        findings.enter("Resources");
        findings.enter(cycle.getLast());
        findings.problem(at, cycle.size() == 1
                ? cycle.getFirst() + " refers to itself, and AWS cannot deploy it; write its name instead"
                : "these resources refer to each other in a circle, and AWS cannot deploy them: "
                        + String.join(" -> ", round) + "; write a name instead of one of the references");
        findings.leave();
        findings.leave();
    }
}
