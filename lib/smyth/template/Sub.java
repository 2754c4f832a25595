package smyth.template;

import java.util.Map;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// `Fn::Sub`: a string with `${Name}`, `${Resource.Attribute}` and `${!Literal}` in it.
final class Sub {
    private Sub() {}

    static Optional<Node> apply(Call call) {
        return switch (call.argument()) {
            case Node.Scalar scalar -> filled(call, scalar.written(), scalar.at(), Map.of());
            case Node.Items(_, var nodes) when nodes.size() == 2 && nodes.get(1) instanceof Node.Table names
                    && nodes.get(0) instanceof Node.Scalar text ->
                filled(call, text.written(), text.at(),
                        names.entries());
            default -> call.misshaped();
        };
    }

    private static Optional<Node> filled(Call call, String text, Position at, Map<String, Node> names) {
        var out = new StringBuilder();
        int end = 0;
        boolean isGood = true;
        for (int begin = text.indexOf("${"); begin >= 0; begin = text.indexOf("${", end)) {
            int close = text.indexOf('}', begin);
            if (close < 0) break;
            out.append(text, end, begin);
            end = close + 1;
            var name = text.substring(begin + 2, close);
            if (name.startsWith("!")) out.append("${").append(name, 1, name.length()).append('}');
            else {
                var value = value(call, name.strip(), at, names);
                isGood &= value.isPresent();
                value.ifPresent(out::append);
            }
        }
        return isGood ? call.result(out.append(text, end, text.length()).toString()) : Optional.empty();
    }

    private static Optional<String> value(Call call, String name, Position at, Map<String, Node> names) {
        if (names.containsKey(name)) return call.string(names.get(name));
        if (name.isEmpty()) return call.wrong(at, "Fn::Sub: ${} names nothing; write ${Name}, or ${!} for the letters");
        int dot = name.indexOf('.');
        var value = dot < 0 ? call.evaluation().reference(name, at)
                : call.evaluation().attribute(name.substring(0, dot), name.substring(dot + 1), at);
        return value.flatMap(found -> found.string().or(() -> call.wrong(at, "Fn::Sub: ${" + name + "} is "
                + Words.shown(found) + "; join a list with Fn::Join, and give it as a variable of Fn::Sub")));
    }
}
