package smyth.template;

import java.util.Optional;
import smyth.tree.Node;

/// `Ref`: a parameter's value, or what names a resource.
final class Ref {
    private Ref() {}

    static Optional<Node> apply(Call call) {
        if (call.argument() instanceof Node.Table && !call.evaluation().hasLanguageExtensions())
            return call.wrong(call.at(), "a function as the argument of Ref" + LanguageExtensions.NEEDED);
        return call.string(call.argument()).flatMap(name -> call.evaluation().reference(name, call.at()));
    }
}
