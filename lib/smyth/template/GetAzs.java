package smyth.template;

import java.util.List;
import java.util.Optional;
import smyth.tree.Node;

/// `Fn::GetAZs`: the availability zones of a region. Which ones an account has, only AWS knows.
final class GetAzs {
    private GetAzs() {}

    static Optional<Node> apply(Call call) {
        if (call.argument() instanceof Node.Nothing) return zones(call, "");
        return call.string(call.argument()).flatMap(region -> zones(call, region));
    }

    private static Optional<Node> zones(Call call, String written) {
        var region = written.isBlank() ? call.evaluation().settings().region() : written;
        var zones = call.evaluation().findings().unknown("azs:" + region, call.at(),
                () -> region + "a," + region + "b," + region + "c");
        return call.result(List.of(zones.split("\\s*,\\s*")));
    }
}
