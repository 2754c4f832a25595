package smyth.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// A call of an intrinsic function.
///
/// @param name     `Fn::Join`
/// @param argument as it is written
/// @param form     how the function is written, for messages
record Call(String name, Node argument, String form, Evaluation evaluation) {
    private static final int LONGEST_STRING = 1_000_000;

    Position at() {
        return argument.at();
    }

    <T> Optional<T> wrong(Position at, String message) {
        evaluation.findings().problem(at, message);
        return Optional.empty();
    }

    /// Reports that the argument has the wrong shape.
    <T> Optional<T> misshaped() {
        return wrong(at(), name + " has the wrong arguments; write " + form);
    }

    /// The arguments, when there is a list of them; each as it is written.
    Optional<List<Node>> arguments(int least, int most) {
        if (argument instanceof Node.Items(_, var nodes) && nodes.size() >= least && nodes.size() <= most)
            return Optional.of(nodes);
        return misshaped();
    }

    /// The value of an argument that has to be a string, a number, or `true` or `false`.
    Optional<String> string(Node node) {
        return evaluation.value(node).flatMap(value -> value.string().or(
                () -> wrong(node.at(), name + ": " + Words.shown(value) + " is not a string; write " + form)));
    }

    /// The value of an argument that has to be a list.
    Optional<List<Node>> list(Node node) {
        return evaluation.value(node).flatMap(value -> value instanceof Node.Items(_, var nodes)
                ? Optional.of(nodes)
                : wrong(node.at(), name + ": " + Words.shown(value) + " is not a list; write " + form));
    }

    /// The value of an argument that has to be a list of strings.
    Optional<List<String>> strings(Node node) {
        return list(node).flatMap(nodes -> {
            var strings = new ArrayList<String>();
            for (var item : nodes) {
                if (item.string().isEmpty()) return wrong(item.at(),
                        name + ": " + Words.shown(item) + " is not a string; write " + form);
                strings.add(item.string().get());
            }
            return Optional.of(strings);
        });
    }

    Optional<Node> result(String text) {
        if (text.length() > LONGEST_STRING)
            return wrong(at(), name + " makes a string of more than %,d characters".formatted(LONGEST_STRING));
        return Optional.of(new Node.Scalar(at(), text));
    }

    Optional<Node> result(List<String> texts) {
        evaluation.spend(texts.size(), at());
        return Optional.of(new Node.Items(at(),
                texts.stream().map(text -> (Node) new Node.Scalar(at(), text)).toList()));
    }
}
