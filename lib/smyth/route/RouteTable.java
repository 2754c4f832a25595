package smyth.route;

import java.util.List;
import java.util.Optional;

/// Which function answers a request: routes in the order of the configuration, the first that matches wins.
public record RouteTable(List<Route> routes) {
    public RouteTable {
        routes = List.copyOf(routes);
    }

    /// @param rawPath the path as sent, still percent-encoded
    public Optional<RouteMatch> match(String method, String rawPath) {
        for (var route : routes) {
            if (!route.answers(method)) continue;
            var parameters = route.pattern().match(rawPath);
            if (parameters.isPresent()) return Optional.of(new RouteMatch(route, parameters.get()));
        }
        return Optional.empty();
    }
}
