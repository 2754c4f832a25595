package smyth.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.tree.Node;
import smyth.tree.Words;

/// The functions that put strings together and take them apart.
final class Strings {
    private Strings() {}

    static Optional<Node> join(Call call) {
        return call.arguments(2, 2).flatMap(arguments -> call.string(arguments.get(0))
                .flatMap(delimiter -> call.strings(arguments.get(1))
                        .flatMap(parts -> call.result(String.join(delimiter, parts)))));
    }

    static Optional<Node> split(Call call) {
        return call.arguments(2, 2).flatMap(arguments -> call.string(arguments.get(0))
                .flatMap(delimiter -> call.string(arguments.get(1)).flatMap(text -> delimiter.isEmpty()
                        ? call.wrong(call.at(), "Fn::Split: the delimiter is empty; write " + call.form())
                        : call.result(List.of(Pattern.compile(delimiter, Pattern.LITERAL).split(text, -1))))));
    }

    static Optional<Node> select(Call call) {
        return call.arguments(2, 2).flatMap(arguments -> call.string(arguments.get(0))
                .flatMap(index -> call.list(arguments.get(1)).flatMap(nodes -> {
                    if (!index.matches("[0-9]{1,9}")) return call.wrong(call.at(),
                            "Fn::Select: " + Words.quoted(index) + " is not an index; the first item has 0");
                    int number = Integer.parseInt(index);
                    return number < nodes.size() ? Optional.of(nodes.get(number))
                            : call.wrong(call.at(), "Fn::Select: there is no item " + number + " in a list of "
                                    + nodes.size() + "; the first item has 0");
                })));
    }

    static Optional<Node> base64(Call call) {
        return call.string(call.argument())
                .flatMap(text -> call.result(Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
    }

    static Optional<Node> length(Call call) {
        return call.list(call.argument()).map(nodes -> new Node.Scalar(call.at(), (long) nodes.size()));
    }

    static Optional<Node> toJson(Call call) {
        if (call.argument() instanceof Node.Scalar) return call.misshaped();
        return call.evaluation().value(call.argument()).flatMap(value -> call.result(JsonText.of(value)));
    }
}
