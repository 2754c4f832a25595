package smyth.template;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.template.Findings.Captured;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// The template's `Conditions`. Each is worked out once, when it is first asked for.
final class Conditions {
    private static final Map<String, String> FORMS = Map.of("Fn::Equals", "Fn::Equals: [value, value]",
            "Fn::And", "Fn::And: [condition, condition, ...]", "Fn::Or", "Fn::Or: [condition, condition, ...]",
            "Fn::Not", "Fn::Not: [condition]", "Condition", "Condition: Name");

    private static final int DEEPEST = 50;

    private final Node.Table section;
    private final Evaluation evaluation;
    private final Map<String, Captured<Optional<Boolean>>> results = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    Conditions(Node.Table section, Evaluation evaluation) {
        this.section = section;
        this.evaluation = evaluation;
    }

    static boolean isFunction(String name) {
        return FORMS.containsKey(name) && !name.equals("Condition");
    }

    /// Nothing after a problem.
    Optional<Boolean> holds(String name, Position at) {
        var known = results.get(name);
        if (known != null) {
            evaluation.findings().usedHere(known.unknowns(), at);
            return known.value();
        }
        var expression = section.entries().get(name);
        if (expression == null) return wrong(at, Words.quoted(name) + " is not one of the template's Conditions"
                + Words.didYouMean(name, section.entries().keySet()));
        if (open.size() > DEEPEST)
            return wrong(at, "more than " + DEEPEST + " conditions depend on each other; join some of them");
        if (!open.add(name)) return wrong(at, "the condition " + name + " depends on itself, by "
                + String.join(", ", open) + "; write one of them without the others");
        var found = evaluation.findings().elsewhere(List.of("Conditions", name), () -> test(expression));
        open.remove(name);
        evaluation.findings().usedHere(found.unknowns(), at);
        results.put(name, found);
        return found.value();
    }

    private Optional<Boolean> test(Node node) {
        evaluation.spend(1, node.at());
        if (!(node instanceof Node.Table table) || table.entries().size() != 1) return notACondition(node);
        var call = table.entries().entrySet().iterator().next();
        var name = call.getKey();
        return switch (name) {
            case "Condition" -> evaluation.value(call.getValue()).flatMap(Node::string)
                    .flatMap(other -> holds(other, call.getValue().at()));
            case "Fn::Equals" -> arguments(name, call.getValue(), 2, 2).flatMap(both -> {
                var one = evaluation.value(both.get(0));
                var other = evaluation.value(both.get(1));
                return one.isEmpty() || other.isEmpty() ? Optional.empty()
                        : Optional.of(comparable(one.get()).equals(comparable(other.get())));
            });
            case "Fn::And" -> arguments(name, call.getValue(), 2, 10).flatMap(all -> every(all, true));
            case "Fn::Or" -> arguments(name, call.getValue(), 2, 10).flatMap(all -> every(all, false)
                    .map(none -> !none));
            case "Fn::Not" -> arguments(name, call.getValue(), 1, 1).flatMap(one -> test(one.getFirst()))
                    .map(holds -> !holds);
            default -> notACondition(node);
        };
    }

    /// Whether each of them is as said. All are tested, since each may be wrong.
    private Optional<Boolean> every(List<Node> nodes, boolean value) {
        var results = nodes.stream().map(this::test).toList();
        if (results.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
        return Optional.of(results.stream().allMatch(result -> result.get() == value));
    }

    private static String comparable(Node node) {
        return node.string().orElseGet(() -> JsonText.of(node));
    }

    private Optional<List<Node>> arguments(String name, Node node, int least, int most) {
        if (node instanceof Node.Items(_, var nodes) && nodes.size() >= least && nodes.size() <= most)
            return Optional.of(nodes);
        return wrong(node.at(), name + " has the wrong arguments; write " + FORMS.get(name));
    }

    private Optional<Boolean> notACondition(Node node) {
        return wrong(node.at(), "this is not a condition; write Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition");
    }

    private <T> Optional<T> wrong(Position at, String message) {
        evaluation.findings().problem(at, message);
        return Optional.empty();
    }
}
