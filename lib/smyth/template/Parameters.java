package smyth.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// The template's `Parameters`: what was given for them, else their defaults.
final class Parameters {
    private static final Pattern SSM = Pattern.compile("AWS::SSM::Parameter::Value<(.+)>");
    private static final Pattern LIST = Pattern.compile("List<(.+)>");

    private final Node.Table section;
    private final Evaluation evaluation;

    Parameters(Node.Table section, Evaluation evaluation) {
        this.section = section;
        this.evaluation = evaluation;
    }

    Stream<String> names() {
        return section.entries().keySet().stream();
    }

    boolean has(String name) {
        return section.entries().containsKey(name);
    }

    /// Nothing after a problem.
    Optional<Node> value(String name, Position at) {
        var declared = section.table(name);
        var type = declared.get("Type").flatMap(Node::text).orElse("String");
        var ssm = SSM.matcher(type);
        boolean isStored = ssm.matches();
        var inner = isStored ? ssm.group(1) : type;
        var given = given(name, declared);
        var known = evaluation.findings().known(name);
        if (known != null && !evaluation.settings().parameters().containsKey(name))
            return typed(name, inner, known, at);
        if (given.isEmpty()) return typed(name, inner, unknown(name, inner, declared, at), at);
        if (!isStored) return checked(name, declared, given.get()) ? typed(name, type, given.get(), at)
                : Optional.empty();
        var path = given.get();
        return typed(name, inner, evaluation.findings().unknown("ssm:" + path, at,
                () -> new StandIns(evaluation.settings()).guess(path)), at);
    }

    private Optional<String> given(String name, Node.Table declared) {
        var override = evaluation.settings().parameters().get(name);
        if (override != null) return Optional.of(override);
        // Some write the default of a list as one.
        return declared.get("Default").flatMap(node -> node instanceof Node.Items(_, var nodes)
                ? Optional.of(String.join(",", nodes.stream().flatMap(item -> item.string().stream()).toList()))
                : node.string());
    }

    private String unknown(String name, String type, Node.Table declared, Position at) {
        return evaluation.findings().unknown(name, at, () -> {
            var allowed = allowed(declared);
            if (!allowed.isEmpty()) return allowed.getFirst();
            if (type.equals("Number") || type.equals("List<Number>")) return "1";
            boolean isOfAws = type.contains("AWS::");
            var list = LIST.matcher(type);
            var item = list.matches() ? list.group(1) : type;
            var kind = item.replaceFirst("^AWS::\\w+::", "").replace("::", "");
            boolean saysMore = isOfAws && !NameGuess.pattern(kind).equals("{name}");
            return new StandIns(evaluation.settings()).guess(saysMore ? kind : name);
        }, "start Smyth with --parameter " + name + "=VALUE, or write " + name
                + " = \"VALUE\" under [parameters] in smyth.toml");
    }

    private static List<String> allowed(Node.Table declared) {
        return declared.get("AllowedValues").map(node -> node instanceof Node.Items(_, var nodes)
                ? nodes.stream().flatMap(value -> value.string().stream()).toList()
                : List.<String>of()).orElse(List.of());
    }

    private boolean checked(String name, Node.Table declared, String value) {
        var allowed = allowed(declared);
        if (allowed.isEmpty() || allowed.contains(value)) return true;
        evaluation.findings().problem(declared.at(), "the parameter " + name + " is " + Words.quoted(value)
                + ", which is not one of " + String.join(", ", allowed) + Words.didYouMean(value, allowed));
        return false;
    }

    private Optional<Node> typed(String name, String type, String value, Position at) {
        if (type.equals("CommaDelimitedList") || LIST.matcher(type).matches()) {
            var items = new ArrayList<Node>();
            if (!value.isBlank()) for (var item : value.split(",", -1)) items.add(new Node.Scalar(at, item.strip()));
            return Optional.of(new Node.Items(at, items));
        }
        if (!type.equals("Number")) return Optional.of(new Node.Scalar(at, value));
        try {
            boolean isWhole = value.matches("-?[0-9]{1,18}");
            return Optional.of(new Node.Scalar(at, isWhole ? (Object) Long.valueOf(value)
                    : (Object) Double.valueOf(value), value));
        } catch (NumberFormatException _) {
            evaluation.findings().problem(section.table(name).at(), "the parameter " + name + " is "
                    + Words.quoted(value) + ", which is not a number; give it one");
            return Optional.empty();
        }
    }
}
