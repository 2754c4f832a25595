package smyth.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.config.Trigger.HttpRoute;
import smyth.route.PayloadFormat;
import smyth.tree.Words;

/// The HTTP routes of a handler: the one in its own table, or those in `[[handlers.NAME.routes]]`.
final class Routes {
    private static final List<Setting<?>> SETTINGS = RouteSettings.ALL;

    private final TableReader handler;
    private final Optional<String> eventFunction;
    private final Apis apis;

    Routes(TableReader handler, Optional<String> eventFunction, Apis apis) {
        this.handler = handler;
        this.eventFunction = eventFunction;
        this.apis = apis;
    }

    /// In the order of the file. Reports what is wrong.
    List<HttpRoute> triggers() {
        if (!handler.has(HandlerSettings.ROUTES)) return route(handler).stream().toList();
        for (var setting : SETTINGS) if (handler.has(setting)) handler.problem(setting,
                "is for a handler with one route, and this one lists its routes; move it into a table [["
                        + handler.location(HandlerSettings.ROUTES.key()).key() + "]]");
        var routes = new ArrayList<HttpRoute>();
        for (var table : handler.tables(HandlerSettings.ROUTES)) {
            refuseOthers(table);
            if (!table.has(RouteSettings.URL_PATH))
                table.problem(RouteSettings.URL_PATH, "is missing; write the path to serve, such as /orders/{id}");
            route(table).ifPresent(routes::add);
        }
        return routes;
    }

    private void refuseOthers(TableReader route) {
        var elsewhere = new LinkedHashMap<String, List<? extends Setting<?>>>();
        elsewhere.put("in the handler's own table, above its routes", HandlerSettings.ALL);
        elsewhere.put("at the top of the file, before the first table", TopSettings.ALL);
        route.refuseOthers(SETTINGS, elsewhere);
    }

    private Optional<HttpRoute> route(TableReader table) {
        var methods = table.read(RouteSettings.METHODS).orElse(Set.of());
        var api = apis.of(table);
        var format = apis.format(api).filter(_ -> !table.has(RouteSettings.EVENT))
                .orElseGet(() -> table.value(RouteSettings.EVENT));
        var mode = table.value(RouteSettings.INVOKE_MODE);
        checkFormat(table, format);
        boolean direct = eventFunction.filter(HandlerSettings::isDirect).isPresent();
        return table.read(RouteSettings.URL_PATH)
                .map(path -> new HttpRoute(path, methods, format, mode, direct, api));
    }

    private void checkFormat(TableReader table, PayloadFormat format) {
        if (table.has(RouteSettings.INVOKE_MODE) && format != PayloadFormat.FUNCTION_URL)
            table.problem(RouteSettings.INVOKE_MODE, "works only with event = \"function-url\", but event is "
                    + Words.quoted(format.setting()) + "; change event or remove invoke_mode");
        if (eventFunction.filter(HandlerSettings.HTTP_EVENT::equals).isPresent() && format != PayloadFormat.HTTP_API)
            handler.problem(HandlerSettings.EVENT_FUNCTION, Words.quoted(HandlerSettings.HTTP_EVENT)
                    + " makes http-api events, but event is " + Words.quoted(format.setting())
                    + "; remove one of them");
    }
}
