package smyth.template;

import java.util.List;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Position;

/// The pseudo parameters, such as `AWS::Region`.
final class Pseudo {
    private static final List<String> NAMES = List.of("AWS::Region", "AWS::AccountId", "AWS::StackName", "AWS::StackId",
            "AWS::Partition", "AWS::URLSuffix", "AWS::NoValue", "AWS::NotificationARNs");

    private Pseudo() {}

    static boolean is(String name) {
        return NAMES.contains(name);
    }

    static List<String> names() {
        return NAMES;
    }

    /// Nothing for `AWS::NoValue`.
    static Optional<Node> value(String name, Position at, Evaluation evaluation) {
        var settings = evaluation.settings();
        var standIns = new StandIns(settings);
        return switch (name) {
            case "AWS::Region" -> text(at, settings.region());
            case "AWS::AccountId" -> text(at, settings.accountId());
            case "AWS::StackName" -> text(at, settings.stackName());
            case "AWS::Partition" -> text(at, standIns.partition());
            case "AWS::URLSuffix" -> text(at, standIns.suffix());
            case "AWS::StackId" -> text(at, evaluation.findings().unknown(name, at, () -> standIns.fill(
                    "arn:{partition}:cloudformation:{region}:{account}:stack/{stack}/{uuid}", "",
                    settings.stackName())));
            case "AWS::NotificationARNs" -> Optional.of(new Node.Items(at, List.of()));
            default -> Optional.empty();
        };
    }

    private static Optional<Node> text(Position at, String value) {
        return Optional.of(new Node.Scalar(at, value));
    }
}
