package smyth.template;

import java.util.LinkedHashMap;
import java.util.Map;
import smyth.tree.Node;
import smyth.tree.Words;

/// A CloudFormation or SAM template.
public final class Template {
    private final Evaluator evaluator;
    private final Findings findings;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, Node> globals = new LinkedHashMap<>();

    private Template(Evaluator evaluator, Findings findings) {
        this.evaluator = evaluator;
        this.findings = findings;
    }

    /// What it says once its parameters, conditions and intrinsic functions are worked out. Reads no file, except
    /// through [Settings#include]. What is wrong in it becomes a problem.
    public static Resolved resolve(Node.Table template, Settings settings) {
        var findings = new Findings(settings.known());
        var reading = new Template(new Evaluator(template, settings, findings), findings);
        try {
            reading.read(template);
        } catch (Evaluation.Endless _) {
            // The problem says where it became too much.
        } catch (StackOverflowError _) {
            findings.problem(template.at(), "too much of the template is within each other; make it flatter");
        }
        return new Resolved(reading.resources, reading.globals, findings.unknowns(), findings.problems());
    }

    private void read(Node.Table template) {
        var root = Loops.expanded(template, evaluator);
        for (var included : Transforms.included(root, evaluator)) root = with(root, included);
        evaluator.parameters(section(root, "Parameters"));
        evaluator.mappings(section(root, "Mappings"));
        evaluator.conditions(section(root, "Conditions"));
        var written = section(root, "Resources");
        if (root.get("Resources").isEmpty()) findings.problem(root.at(),
                "there are no Resources; add them, or name another file as the template");
        boolean isServerless = Transforms.names(root).contains(Transforms.SERVERLESS);
        var cycles = new Cycles(written);
        evaluator.resources(new ResourceValues(written, isServerless ? ServerlessIds.implied(written) : Map.of(),
                evaluator, cycles));
        section(root, "Globals").entries().forEach((key, node) -> inside(key, "Globals",
                () -> evaluator.value(node).ifPresent(value -> globals.put(key, value))));
        written.entries().forEach((id, node) -> inside(id, "Resources", () -> resource(id, node)));
        cycles.report(findings);
    }

    private static Node.Table with(Node.Table root, Node included) {
        var entries = new LinkedHashMap<>(root.entries());
        if (included instanceof Node.Table table) table.entries().forEach((key, node) -> entries.merge(key, node,
                (one, other) -> one instanceof Node.Table section ? with(section, other) : one));
        return new Node.Table(root.at(), entries);
    }

    private Node.Table section(Node.Table root, String name) {
        var node = root.entries().get(name);
        var found = new Node.Table[] {new Node.Table(root.at(), Map.of())};
        if (node instanceof Node.Table table) {
            findings.enter(name);
            found[0] = Loops.expanded(table, evaluator);
            findings.leave();
        } else if (node != null && !(node instanceof Node.Nothing))
            inside(name, () -> findings.problem(node.at(), Words.shown(node) + " is not a table; write KEY: VALUE"));
        return found[0];
    }

    private void inside(String key, String section, Runnable work) {
        inside(section, () -> inside(key, work));
    }

    private void inside(String key, Runnable work) {
        findings.enter(key);
        work.run();
        findings.leave();
    }

    private void resource(String id, Node node) {
        if (!(node instanceof Node.Table table)) {
            findings.problem(node.at(), Words.shown(node) + " is not a resource; write Type and Properties");
            return;
        }
        var type = table.get("Type").flatMap(Node::text);
        if (type.isEmpty()) {
            findings.problem(node.at(), id + " has no Type; write Type: AWS::Lambda::Function, or another one");
            return;
        }
        var condition = table.get("Condition");
        if (condition.isPresent()) {
            var name = condition.get().text();
            if (name.isEmpty()) findings.problem(condition.get().at(), "Condition takes the name of a condition");
            if (!name.flatMap(text -> evaluator.condition(text, condition.get().at())).orElse(false)) return;
        }
        resources.put(id, new Resource(id, type.get(), part(table, "Properties"), part(table, "Metadata"), node.at()));
    }

    private Node.Table part(Node.Table resource, String key) {
        var none = new Node.Table(resource.at(), Map.of());
        var node = resource.get(key).orElse(none);
        findings.enter(key);
        var value = evaluator.value(node).orElse(none);
        if (!(value instanceof Node.Table) && !(value instanceof Node.Nothing))
            findings.problem(node.at(), Words.shown(value) + " is not a table; write KEY: VALUE");
        findings.leave();
        return value instanceof Node.Table table ? table : none;
    }
}
