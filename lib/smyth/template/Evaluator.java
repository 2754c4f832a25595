package smyth.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// Works out the values of one template.
final class Evaluator implements Evaluation {
    private static final int DEEPEST = 250;
    /// A call within a call takes much more of the stack than a value within a value.
    private static final int DEEPEST_CALL = 60;
    private static final long MOST_WORK = 2_000_000;

    private final Settings settings;
    private final Findings findings;
    private final boolean hasLanguageExtensions;
    private Parameters parameters;
    private Node.Table mappings;
    private Conditions conditions;
    private ResourceValues resources;
    private int depth;
    private int callDepth;
    private long work;

    Evaluator(Node.Table template, Settings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
        hasLanguageExtensions = Transforms.names(template).contains(LanguageExtensions.NAME);
        var none = new Node.Table(template.at(), Map.of());
        parameters = new Parameters(none, this);
        mappings = none;
        conditions = new Conditions(none, this);
        resources = new ResourceValues(none, Map.of(), this, new Cycles(none));
    }

    /// The parts that others refer to, each once what it refers to is known itself.
    void parameters(Node.Table section) {
        parameters = new Parameters(section, this);
    }

    void mappings(Node.Table section) {
        mappings = section;
    }

    void conditions(Node.Table section) {
        conditions = new Conditions(section, this);
    }

    void resources(ResourceValues values) {
        resources = values;
    }

    @Override
    public Optional<Node> value(Node node) {
        spend(1, node.at());
        if (++depth > DEEPEST) {
            findings.problem(node.at(), "more than " + DEEPEST + " levels in each other; make the template flatter");
            throw new Endless();
        }
        try {
            return switch (node) {
                case Node.Scalar scalar -> Optional.of(callDepth == 0 ? settled(scalar) : scalar);
                case Node.Nothing nothing -> Optional.of(nothing);
                case Node.Items items -> Optional.of(items(items));
                case Node.Table table -> {
                    var key = table.entries().size() == 1 ? table.entries().keySet().iterator().next() : "";
                    yield Intrinsic.isCall(key) ? call(key, table.entries().get(key)) : Optional.of(entries(table));
                }
            };
        } finally {
            depth--;
        }
    }

    private Node items(Node.Items items) {
        var nodes = new ArrayList<Node>(items.nodes().size());
        for (int i = 0; i < items.nodes().size(); i++) {
            findings.enter(String.valueOf(i));
            value(items.nodes().get(i)).ifPresent(nodes::add);
            findings.leave();
        }
        return new Node.Items(items.at(), nodes);
    }

    private Node entries(Node.Table table) {
        var entries = new LinkedHashMap<String, Node>();
        Loops.expanded(table, this).entries().forEach((key, node) -> {
            findings.enter(key);
            value(node).ifPresent(value -> entries.put(key, value));
            findings.leave();
        });
        return new Node.Table(table.at(), entries);
    }

    private Optional<Node> call(String name, Node argument) {
        var intrinsic = Intrinsic.all().get(name);
        if (intrinsic == null) return wrong(argument.at(), Conditions.isFunction(name)
                ? name + " belongs under Conditions; write Fn::If here, with the condition's name"
                : name + " is not a function of CloudFormation" + Words.didYouMean(name, Intrinsic.all().keySet()));
        if (intrinsic.isExtension() && !hasLanguageExtensions)
            return wrong(argument.at(), name + LanguageExtensions.NEEDED);
        if (callDepth == DEEPEST_CALL) {
            findings.problem(argument.at(), "more than " + DEEPEST_CALL
                    + " functions are within each other, or in names that depend on each other; use fewer");
            throw new Endless();
        }
        callDepth++;
        Optional<Node> result;
        try {
            result = intrinsic.work().apply(new Call(name, argument, intrinsic.form(), this));
        } finally {
            callDepth--;
        }
        if (name.equals("Fn::Transform")) return result.flatMap(this::value);
        return callDepth > 0 ? result : result.map(this::settled);
    }

    /// The value with what AWS keeps outside of the template filled in, now that each function is done.
    private Node settled(Node node) {
        return switch (node) {
            case Node.Scalar(var at, String text, _) when DynamicReferences.isIn(text) ->
                new Node.Scalar(at, DynamicReferences.filled(text, at, this));
            case Node.Items(var at, var nodes) when JsonText.of(node).contains("{{resolve:") ->
                new Node.Items(at, nodes.stream().map(this::settled).toList());
            default -> node;
        };
    }

    @Override
    public Optional<Node> reference(String name, Position at) {
        if (Pseudo.is(name)) return Pseudo.value(name, at, this);
        if (parameters.has(name)) return parameters.value(name, at);
        if (resources.has(name)) return resources.reference(name, at);
        var known = Stream.of(Pseudo.names().stream(), parameters.names(), resources.names()).flatMap(names -> names)
                .toList();
        return wrong(at, Words.quoted(name) + " is not a parameter or resource of this template"
                + Words.didYouMean(name, known));
    }

    @Override
    public Optional<Node> attribute(String logicalId, String attribute, Position at) {
        return resources.attribute(logicalId, attribute, at);
    }

    @Override
    public Optional<Boolean> condition(String name, Position at) {
        return conditions.holds(name, at);
    }

    @Override
    public Node.Table mappings() {
        return mappings;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public boolean hasLanguageExtensions() {
        return hasLanguageExtensions;
    }

    @Override
    public void spend(long values, Position at) {
        work += values;
        if (work <= MOST_WORK) return;
        findings.problem(at,
                "the template grows to more than %,d values here; look for a loop, or a file that includes "
                        .formatted(MOST_WORK) + "itself");
        throw new Endless();
    }

    private Optional<Node> wrong(Position at, String message) {
        findings.problem(at, message);
        return Optional.empty();
    }
}
