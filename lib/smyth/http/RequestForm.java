package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.event.HttpReply;
import smyth.invocation.JsonText;

/// What a request must be to be looked at, and HttpServer lets through all the same.
final class RequestForm {
    // RFC 9110 5.6.2
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private RequestForm() {}

    /// The answer to a request whose method is not a token, or which names two hosts.
    static Optional<HttpReply> refusal(HttpExchange exchange) {
        if (!TOKEN.matcher(exchange.getRequestMethod()).matches())
            return refused("the method " + printable(exchange.getRequestMethod()) + " is not a token");
        var hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        return hosts.size() > 1 ? refused("a request has one Host header; this one has " + hosts.size())
                : Optional.empty();
    }

    /// A method without what a terminal would obey.
    static String printable(String method) {
        return TOKEN.matcher(method).matches() ? method : method.replaceAll("[^!-~]", "?");
    }

    private static Optional<HttpReply> refused(String why) {
        return Optional.of(
                Exchanges.json(400, "{\"message\":\"Bad Request\",\"errorMessage\":" + JsonText.quote(why) + "}"));
    }
}
