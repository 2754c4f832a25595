package smyth.template;

import java.util.Optional;
import smyth.tree.Node;

/// `Fn::ImportValue`: what another stack exports, which only AWS knows.
final class ImportValue {
    private ImportValue() {}

    static Optional<Node> apply(Call call) {
        return call.string(call.argument()).map(export -> {
            var standIns = new StandIns(call.evaluation().settings());
            return new Node.Scalar(call.at(), call.evaluation().findings().unknown("import:" + export, call.at(),
                    () -> standIns.guess(export)));
        });
    }
}
