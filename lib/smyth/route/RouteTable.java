package smyth.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which function answers a request. The first route that matches wins: those under a base path, then those of no API
/// in the order of the configuration, then those of an API with the most specific first, as API Gateway chooses.
///
/// @param routes in that order
public record RouteTable(List<Route> routes) {
    private static final Comparator<Route> ORDER = Comparator
            .comparing((Route route) -> route.api().basePath().isEmpty())
            .thenComparing(route -> !route.api().name().isEmpty())
            .thenComparing(RouteTable::bySpecificity);

    public RouteTable {
        routes = routes.stream().sorted(ORDER).toList(); // which is stable
    }

    /// @param rawPath the path as sent, still percent-encoded
    public Optional<RouteMatch> match(String method, String rawPath) {
        return match(method, "", rawPath);
    }

    /// @param host    as sent, without a port; `orders.localhost` is the function URL of `orders`
    /// @param rawPath the path as sent, still percent-encoded
    public Optional<RouteMatch> match(String method, String host, String rawPath) {
        if (host.endsWith(".localhost")) for (var route : routes) {
            if (!route.api().isFunctionUrlAt(host)) continue;
            var found = match(route, method, rawPath);
            if (found.isPresent()) return found;
        }
        for (var route : routes) {
            if (!route.answers(method)) continue;
            var below = route.api().below(rawPath);
            var found = below.isPresent() ? match(route, method, below.get()) : Optional.<RouteMatch>empty();
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static Optional<RouteMatch> match(Route route, String method, String path) {
        if (!route.answers(method)) return Optional.empty();
        return route.pattern().match(path).map(parameters -> new RouteMatch(route, path, parameters));
    }

    private static int bySpecificity(Route one, Route other) {
        if (one.api().name().isEmpty() || other.api().name().isEmpty()) return 0;
        int path = one.pattern().compareSpecificity(other.pattern());
        return path != 0 ? path : Boolean.compare(one.methods().isEmpty(), other.methods().isEmpty());
    }
}
