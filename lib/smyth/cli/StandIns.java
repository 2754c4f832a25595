package smyth.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import smyth.config.Problem;
import smyth.config.StandIn;

/// What stands in for values that only AWS knows, for people.
final class StandIns {
    private StandIns() {}

    static String line(List<StandIn> standIns) {
        long names = standIns.stream().map(StandIn::name).distinct().count();
        return names == 1 ? "1 value of the template is known to AWS only; smyth check shows what is used instead"
                : names + " values of the template are known to AWS only; smyth check shows what is used instead";
    }

    /// Each with what is used instead, where, and what to do about it.
    static List<String> list(List<StandIn> standIns) {
        var lines = new ArrayList<String>();
        var last = "";
        for (var standIn : standIns.stream().sorted(Comparator.comparing(StandIn::name)).toList()) {
            if (!last.equals(standIn.name())) {
                lines.add("  " + standIn.name() + " = \"" + standIn.value() + "\"");
                lines.add("    to change it: " + standIn.remedy());
            }
            last = standIn.name();
            lines.add("    used by " + standIn.usedBy() + " (" + Problem.shown(standIn.file())
                    + (standIn.line() == 0 ? "" : " line " + standIn.line()) + ")");
        }
        return lines;
    }
}
