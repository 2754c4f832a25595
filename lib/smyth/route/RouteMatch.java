package smyth.route;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A route that matched, with the values of its variables.
///
/// @param pathParameters by name, in the order of the path, still percent-encoded
public record RouteMatch(Route route, Map<String, String> pathParameters) {
    public RouteMatch {
        pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
    }
}
