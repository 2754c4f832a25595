package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import smyth.event.ErrorBodies;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.invocation.JsonText;
import smyth.invocation.Outcome.Rejected;
import smyth.route.Route;

/// Smyth's own answers to requests: pages for browsers, JSON for programs.
final class Pages {
    private Pages() {}

    /// The answer where no route matches: the known routes.
    static HttpReply notFound(HttpExchange exchange, Site site) throws IOException {
        Exchanges.body(exchange);
        if (site.errors() == ErrorBodies.AWS) return Exchanges.json(404, "{\"message\":\"Not Found\"}");
        var asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        var own = "GET " + site.pathPrefix() + "/api/status";
        if (exchange.getRequestMethod().equals("GET") && Exchanges.wantsHtml(exchange))
            return routes(asked, site, "http://" + exchange.getRequestHeaders().getFirst("Host"));
        var routes = site.routes().routes().stream().map(route -> JsonText.quote(line(route)))
                .collect(Collectors.joining(","));
        return Exchanges.json(404,
                "{\"message\":\"Not Found\",\"errorMessage\":" + JsonText.quote("no route for " + asked)
                        + ",\"routes\":[" + routes + (routes.isEmpty() ? "" : ",")
                        + JsonText.quote(own) + "]}");
    }

    /// Why no execution environment was reached, above all what the compiler said.
    static HttpReply rejected(String function, Rejected rejected) {
        return page(500, function + " cannot run", """
                <h1><code>%s</code> cannot run</h1>
                <p>%s</p>
                <pre>%s</pre>
                <p>Save the repaired file and reload this page.</p>"""
                .formatted(escape(function), escape(rejected.errorType()), escape(rejected.message())));
    }

    private static String line(Route route) {
        return route.methodNames() + " " + route.pattern().template() + " -> " + route.function();
    }

    private static HttpReply routes(String asked, Site site, String base) {
        var rows = site.routes().routes().stream().map(route -> """
                <tr><td>%s</td><td>%s</td><td>%s</td><td><code>curl %s</code></td></tr>
                """.formatted(escape(route.methodNames()), escape(route.pattern().template()), escape(route.function()),
                escape(base + route.pattern().example()))).collect(Collectors.joining());
        return page(404, "No route", """
                <h1>No route for <code>%s</code></h1>
                <p>Smyth serves these:</p>
                <table><tr><th>Methods</th><th>Path</th><th>Function</th><th>Try</th></tr>
                %s</table>
                <p>Status: <a href="%s/api/status">%s/api/status</a></p>
                """.formatted(escape(asked), rows, site.pathPrefix(), site.pathPrefix()));
    }

    private static HttpReply page(int status, String title, String body) {
        var html = """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%s - Smyth</title><style>
                body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
                table { border-collapse: collapse } td, th { text-align: left; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid #ddd }
                code { background: #f4f4f4; padding: .1rem .3rem } pre { background: #f4f4f4; padding: 1rem; overflow-x: auto }
                </style></head><body>
                %s
                </body></html>
                """.formatted(escape(title), body);
        return new HttpReply(status, List.of(new Header("Content-Type", "text/html; charset=utf-8")),
                html.getBytes(UTF_8));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
