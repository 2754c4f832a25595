package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import smyth.event.ErrorBodies;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.route.Route;

/// The answer where no route matches: the known routes, as JSON, or as a page for somebody in a browser.
final class NotFound {
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
