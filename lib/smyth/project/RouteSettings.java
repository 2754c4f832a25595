package smyth.project;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.route.InvokeMode;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;
import smyth.tree.Node;

/// The settings of one HTTP route, written in the handler's table or in `[[handlers.NAME.routes]]`.
public final class RouteSettings {
    private static final List<String> METHOD_NAMES = List.of("ANY", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
            "OPTIONS");

    static final Setting<PathPattern> URL_PATH = Setting.described("url_path",
            new Kind<>("string", Map.of("type", "string"), RouteSettings::path), "none",
            "the path to serve ([Paths](#paths)); a handler without any is reached by its name only");
    static final Setting<Set<String>> METHODS = Setting.described("methods",
            new Kind<>("list of strings", Kind.strings().schema().get(), RouteSettings::methods), "all",
            "the methods that the route answers; requests with others go on to the next route");
    static final Setting<PayloadFormat> EVENT = Setting.of("event",
            Kind.oneOf(List.of(PayloadFormat.values()), PayloadFormat::setting), PayloadFormat.HTTP_API.setting(),
            "the event format to use; `http-api` is an HTTP API with payload 2.0");
    static final Setting<InvokeMode> INVOKE_MODE = Setting.of("invoke_mode",
            Kind.oneOf(List.of(InvokeMode.values()), InvokeMode::setting), InvokeMode.BUFFERED.setting(),
            "whether a client gets the reply as a whole or as the handler writes it; only with "
                    + "`event = \"function-url\"`");

    static final Setting<String> API = Setting.described("api", Kind.string(), "none",
            "the API that the route belongs to, a table [`[apis.NAME]`](#apis)");

    public static final List<Setting<?>> ALL = List.of(URL_PATH, METHODS, EVENT, INVOKE_MODE, API);

    private RouteSettings() {}

    private static Optional<PathPattern> path(Node node, Location location) {
        var text = Kind.string().reader().read(node, location);
        try {
            return text.map(PathPattern::parse);
        } catch (IllegalArgumentException e) {
            location.problem(e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Set<String>> methods(Node node, Location location) {
        return Kind.strings().reader().read(node, location).map(names -> {
            var methods = new LinkedHashSet<String>();
            for (var name : names) {
                var method = name.toUpperCase(Locale.ROOT);
                if (METHOD_NAMES.contains(method)) methods.add(method);
                else location.problem(Kind.notOneOf(name, METHOD_NAMES));
            }
            return methods.contains("ANY") ? Set.of() : methods;
        });
    }
}
