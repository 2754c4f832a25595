package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import smyth.event.HttpReply;
import smyth.event.HttpRequest.Header;
import smyth.event.Integration.ErrorBodies;
import smyth.invocation.Invocation;
import smyth.invocation.Invocation.Invoker;
import smyth.route.RouteTable.Route;
import smyth.route.RouteTable.RouteMatch;

/// A request that a route matched: to its function and back.
record RouteHandler(Invoker invoker) {
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int MAX_EVENT = 6 * 1024 * 1024;

    /// Blocks until the function has answered.
    HttpReply answer(HttpExchange exchange, Site site, RouteMatch match, String requestId) throws IOException, InterruptedException {
        var function = match.route().function();
        var integration = site.integrations().get(function);
        var body = Exchanges.body(exchange);
        if (body.isEmpty()) return integration.requestTooLarge(requestId);
        var request = Exchanges.request(exchange, body.get());
        byte[] event;
        try {
            event = integration.event(request, match, requestId);
        } catch (IllegalArgumentException e) {
            return Exchanges.json(400, "{\"message\":" + Exchanges.quote(e.getMessage()) + "}");
        }
        if (event.length > MAX_EVENT) return integration.requestTooLarge(requestId);
        Optional<Supplier<byte[]>> raw = site.customEvents().contains(function) ? Optional.of(() -> request.toJson(match)) : Optional.empty();
        var outcome = invoker.invoke(new Invocation(requestId, function, event, Optional.empty(), Optional.empty(), Optional.of(request.traceId(requestId)), raw));
        return integration.reply(request, requestId, outcome);
    }

    /// `Root=1-<seconds>-<96 random bits>`, as API Gateway makes one.
    static String newTraceId() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return "Root=1-" + hex.toHexDigits((int) (System.currentTimeMillis() / 1000)) + "-" + hex.toHexDigits(random.nextInt()) + hex.toHexDigits(random.nextLong());
    }

    /// The answer where no route matches: the known routes, as JSON, or as a page for somebody in a browser.
    static final class NotFound {
        private NotFound() {}

        static HttpReply answer(HttpExchange exchange, Site site) throws IOException {
            Exchanges.body(exchange);
            if (site.errors() == ErrorBodies.AWS) return Exchanges.json(404, "{\"message\":\"Not Found\"}");
            var asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            var own = "GET " + site.pathPrefix() + "/api/status";
            if (exchange.getRequestMethod().equals("GET") && Exchanges.wantsHtml(exchange)) return page(asked, site, "http://" + exchange.getRequestHeaders().getFirst("Host"));
            var routes = site.routes().routes().stream().map(route -> Exchanges.quote(line(route))).collect(Collectors.joining(","));
            return Exchanges.json(404, "{\"message\":\"Not Found\",\"errorMessage\":" + Exchanges.quote("no route for " + asked) + ",\"routes\":[" + routes + (routes.isEmpty() ? "" : ",")
                    + Exchanges.quote(own) + "]}");
        }

        private static String line(Route route) {
            return route.methodNames() + " " + route.pattern().template() + " -> " + route.function();
        }

        private static HttpReply page(String asked, Site site, String base) {
            var rows = site.routes().routes().stream().map(route -> """
                    <tr><td>%s</td><td>%s</td><td>%s</td><td><code>curl %s</code></td></tr>
                    """.formatted(escape(route.methodNames()), escape(route.pattern().template()), escape(route.function()), escape(base + route.pattern().example()))).collect(Collectors.joining());
            var html = """
                    <!doctype html>
                    <html lang="en"><head><meta charset="utf-8"><title>No route - Smyth</title><style>
                    body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
                    table { border-collapse: collapse } td, th { text-align: left; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid #ddd }
                    code { background: #f4f4f4; padding: .1rem .3rem }
                    </style></head><body>
                    <h1>No route for <code>%s</code></h1>
                    <p>Smyth serves these:</p>
                    <table><tr><th>Methods</th><th>Path</th><th>Function</th><th>Try</th></tr>
                    %s</table>
                    <p>Status: <a href="%s/api/status">%s/api/status</a></p>
                    </body></html>
                    """.formatted(escape(asked), rows, site.pathPrefix(), site.pathPrefix());
            return new HttpReply(404, List.of(new Header("Content-Type", "text/html; charset=utf-8")), html.getBytes(UTF_8));
        }

        private static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
        }
    }
}
