package smyth.project;

import java.util.ArrayList;
import java.util.List;
import smyth.config.Function;
import smyth.config.Trigger.HttpRoute;

/// Finds routes that no request reaches, because one before them answers the same path.
final class HiddenRoutes {
    private record Seen(String function, HttpRoute route) {
        boolean hides(HttpRoute later) {
            return route.path().equals(later.path()) && route.api().basePath().equals(later.api().basePath())
                    && (isOfApi(later) ? route.methods().equals(later.methods()) : hidesMethods(later));
        }

        /// Among the routes of APIs, the one that names the method comes first.
        private boolean isOfApi(HttpRoute later) {
            return !route.api().name().isEmpty() && !later.api().name().isEmpty();
        }

        private boolean hidesMethods(HttpRoute later) {
            return (route.methods().isEmpty()
                    || !later.methods().isEmpty() && route.methods().containsAll(later.methods()));
        }
    }

    private HiddenRoutes() {}

    /// A sentence for each.
    static List<String> in(List<Function> functions) {
        var notes = new ArrayList<String>();
        var seen = new ArrayList<Seen>();
        for (var function : functions) {
            for (var route : function.routes()) {
                seen.stream().filter(earlier -> earlier.hides(route)).findFirst()
                        .ifPresent(earlier -> notes.add("handlers." + function.name() + ": "
                                + route.to(function.name()).methodNames() + " " + route.path()
                                + " is never reached, because handlers." + earlier.function()
                                + " comes first and answers the same path"));
                seen.add(new Seen(function.name(), route));
            }
        }
        return notes;
    }
}
