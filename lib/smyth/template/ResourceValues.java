package smyth.template;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import smyth.template.Findings.Captured;
import smyth.template.ResourceForms.Name;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// What other parts of a template may ask of its resources. A resource's name is worked out once, when it is first
/// asked for.
final class ResourceValues {
    private final Node.Table resources;
    private final Map<String, Node.Table> implied;
    private final Evaluation evaluation;
    private final Cycles cycles;
    private final Map<String, Captured<Optional<Name>>> names = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    /// @param implied resources that are not written, by logical ids
    ResourceValues(Node.Table resources, Map<String, Node.Table> implied, Evaluation evaluation, Cycles cycles) {
        this.resources = resources;
        this.implied = implied;
        this.evaluation = evaluation;
        this.cycles = cycles;
    }

    boolean has(String logicalId) {
        return resources.entries().containsKey(logicalId) || implied.containsKey(logicalId);
    }

    Stream<String> names() {
        return resources.entries().keySet().stream();
    }

    /// Nothing after a problem.
    Optional<Node> reference(String logicalId, Position at) {
        return value(logicalId, "Ref", logicalId, at);
    }

    /// Nothing after a problem.
    Optional<Node> attribute(String logicalId, String attribute, Position at) {
        var whole = logicalId + "." + attribute;
        if (implied.containsKey(whole)) return reference(whole, at);
        // `Orders.Alias.Arn`: what SAM makes has attributes too.
        int dot = attribute.indexOf('.');
        if (dot > 0 && implied.containsKey(logicalId + "." + attribute.substring(0, dot)))
            return value(logicalId + "." + attribute.substring(0, dot), attribute.substring(dot + 1), whole, at);
        if (has(logicalId)) return value(logicalId, attribute, whole, at);
        evaluation.findings().problem(at, Words.quoted(logicalId) + " is not a resource of this template"
                + Words.didYouMean(logicalId, names().toList()));
        return Optional.empty();
    }

    private Optional<Node> value(String logicalId, String attribute, String shown, Position at) {
        evaluation.spend(1, at);
        var type = type(logicalId);
        if (!isDeployed(logicalId, at)) return Optional.empty();
        if (resources.entries().containsKey(logicalId))
            cycles.use(evaluation.findings().path(), logicalId, at);
        return name(logicalId, type, at).map(name -> {
            var standIns = new StandIns(evaluation.settings());
            var value = ResourceForms.value(logicalId, type, name, attribute, standIns);
            var known = evaluation.findings().known(shown);
            if (known != null) return new Node.Scalar(at, known);
            return new Node.Scalar(at, value.isCertain() ? value.text()
                    : evaluation.findings().unknown(shown, at, value::text));
        });
    }

    private boolean isDeployed(String logicalId, Position at) {
        var condition = resources.table(logicalId).get("Condition").flatMap(Node::text);
        if (condition.isEmpty()) return true;
        var holds = evaluation.condition(condition.get(), at);
        if (holds.isPresent() && !holds.get()) evaluation.findings().problem(at, logicalId
                + " is not there, since its condition " + condition.get()
                + " does not hold; put this reference into Fn::If with the same condition");
        return holds.orElse(false);
    }

    private String type(String logicalId) {
        return resource(logicalId).get("Type").flatMap(Node::text).orElse("");
    }

    private Node.Table resource(String logicalId) {
        return implied.getOrDefault(logicalId, resources.table(logicalId));
    }

    private Optional<Name> name(String logicalId, String type, Position at) {
        var known = names.get(logicalId);
        if (known == null) {
            if (!open.add(logicalId)) {
                evaluation.findings().problem(at, "the name of " + logicalId + " depends on itself, by "
                        + String.join(", ", open) + "; write one of the names without the others");
                return Optional.empty();
            }
            known = worked(logicalId, type);
            open.remove(logicalId);
            names.put(logicalId, known);
        }
        evaluation.findings().usedHere(known.unknowns(), at);
        return known.value();
    }

    private Captured<Optional<Name>> worked(String logicalId, String type) {
        var properties = resource(logicalId).table("Properties");
        var property = ResourceForms.nameProperty(type, properties);
        boolean ofFunction = ResourceForms.hasFunction(type);
        var place = List.of("Resources", logicalId, "Properties", property.orElse("FunctionName"));
        return evaluation.findings().elsewhere(place, () -> {
            var given = property.flatMap(key -> evaluation.value(properties.entries().get(key)))
                    .flatMap(Node::string).filter(name -> !name.isBlank());
            var function = ofFunction ? function(logicalId, properties) : "";
            return Optional.of(ResourceForms.name(logicalId, type, properties, given, function));
        });
    }

    private String function(String logicalId, Node.Table properties) {
        return properties.get("FunctionName").or(() -> properties.get("TargetFunctionArn"))
                .flatMap(evaluation::value).flatMap(Node::string).orElse(logicalId);
    }
}
