package smyth.template;

import java.util.Optional;
import smyth.tree.Node;

/// `Fn::GetAtt`: an attribute of a resource, written `Orders.Arn` or `[Orders, Arn]`.
final class GetAtt {
    private GetAtt() {}

    static Optional<Node> apply(Call call) {
        if (call.argument() instanceof Node.Scalar(_, String text, _)) {
            int dot = text.indexOf('.');
            if (dot <= 0 || dot == text.length() - 1) return call.misshaped();
            return call.evaluation().attribute(text.substring(0, dot), text.substring(dot + 1), call.at());
        }
        return call.arguments(2, 2).flatMap(arguments -> call.string(arguments.get(0)).flatMap(resource -> call
                .string(arguments.get(1))
                .flatMap(attribute -> call.evaluation().attribute(resource, attribute, call.at()))));
    }
}
