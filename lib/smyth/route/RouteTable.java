//SOURCES PathPattern.java
package smyth.route;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /// A path and methods on which one function answers.
    ///
    /// @param methods upper case; empty means every method
    public record Route(String function, PathPattern pattern, Set<String> methods, PayloadFormat format) {
        public Route {
            methods = Set.copyOf(methods);
        }

        boolean answers(String method) {
            return methods.isEmpty() || methods.contains(method);
        }

        /// The route key as API Gateway spells it: `ANY /orders/{path+}`, `GET /orders`, `$default`.
        ///
        /// With several methods it is the key for the one that was asked.
        public String key(String method) {
            if (pattern.isDefault()) return "$default";
            return (methods.isEmpty() ? "ANY" : method) + " " + pattern.template();
        }

        /// For people: `ANY`, `GET`, `GET,POST`.
        public String methodNames() {
            return methods.isEmpty() ? "ANY" : methods.stream().sorted().collect(Collectors.joining(","));
        }
    }

    /// A route that matched, with what its variables stand for.
    ///
    /// @param pathParameters by name, in the order of the path, still percent-encoded
    public record RouteMatch(Route route, Map<String, String> pathParameters) {
        public RouteMatch {
            pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
        }
    }

    /// The shape of event and reply on a route, named as in the setting `event`.
    public enum PayloadFormat {
        HTTP_API("http-api"), HTTP_API_V1("http-api-v1"), REST_API("rest-api"), ALB("alb"), ALB_MULTI_VALUE("alb-multi-value"),
        FUNCTION_URL("function-url");

        private final String setting;

        PayloadFormat(String setting) {
            this.setting = setting;
        }

        public String setting() {
            return setting;
        }
    }
}
