package smyth.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.route.InvokeMode;
import smyth.route.PayloadFormat;
import smyth.tree.Position;

/// An API, a load balancer's listener or a function URL of a template, while the template is read.
final class TemplateApi {
    final String name;
    final PayloadFormat format;
    final Optional<String> stage;
    final List<Route> routes = new ArrayList<>();
    /// What AWS does at its routes and Smyth does not: `authorizers`.
    final Set<String> unenforced = new LinkedHashSet<>();
    String basePath = "";
    private final Map<String, Set<String>> shapes = new HashMap<>();

    /// @param method   `ANY` for every method
    /// @param path     as the template spells it, or `$default`
    /// @param function its name
    /// @param at       where it is written
    record Route(String method, String path, String function, PayloadFormat format, InvokeMode mode, Position at) {
        /// The same for paths that match the same requests, whatever their variables are called.
        String shape() {
            return path.replaceAll("\\{[^{}]*(\\+|:path)}", "{+}").replaceAll("\\{[^{}+]*}", "{}");
        }
    }

    TemplateApi(String name, PayloadFormat format, Optional<String> stage) {
        this.name = name;
        this.format = format;
        this.stage = stage;
    }

    void add(String method, String path, TemplateFunction function, Position at) {
        add(method, path, function, format, at);
    }

    void add(String method, String path, TemplateFunction function, PayloadFormat routeFormat, Position at) {
        add(new Route(method.toUpperCase(Locale.ROOT), path, function.name, routeFormat, InvokeMode.BUFFERED, at));
    }

    /// A route that is there already stays as it is.
    void add(Route route) {
        if (shapes.computeIfAbsent(route.shape(), _ -> new LinkedHashSet<>()).add(route.method())) routes.add(route);
    }

    /// The first route that another API has as well.
    Optional<Route> shared(TemplateApi other) {
        return routes.stream().filter(route -> {
            var theirs = other.shapes.getOrDefault(route.shape(), Set.of());
            return theirs.contains(route.method()) || theirs.contains("ANY")
                    || route.method().equals("ANY") && !theirs.isEmpty();
        }).findFirst();
    }
}
