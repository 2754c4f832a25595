package smyth.template;

import java.util.Optional;
import smyth.tree.Node;

/// `Fn::If`: one of two values. The other is not looked at, so it may refer to what is not there.
final class If {
    private If() {}

    static Optional<Node> apply(Call call) {
        return call.arguments(3, 3).flatMap(arguments -> {
            var name = arguments.getFirst().text();
            if (name.isEmpty()) return call.misshaped();
            return call.evaluation().condition(name.get(), arguments.getFirst().at())
                    .flatMap(holds -> call.evaluation().value(arguments.get(holds ? 1 : 2)));
        });
    }
}
