package smyth.route;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A route that matched, with the values of its variables.
///
/// @param rawPath        the path as the function sees it: without the base path of the route's API
/// @param pathParameters by name, in the order of the path, still percent-encoded
public record RouteMatch(Route route, String rawPath, Map<String, String> pathParameters) {
    public RouteMatch {
        pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
    }
}
