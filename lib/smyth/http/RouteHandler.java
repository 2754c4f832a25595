package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import smyth.event.HttpReply;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.route.RouteMatch;

/// A request that a route matched: to its function and back.
record RouteHandler(Invoker invoker) {
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int MAX_EVENT = 6 * 1024 * 1024;

    /// Blocks until the function has answered.
    HttpReply answer(HttpExchange exchange, Site site, RouteMatch match, String requestId) throws IOException, InterruptedException {
        var body = Exchanges.body(exchange);
        if (body.isEmpty()) return tooLarge();
        var function = match.route().function();
        var integration = site.integrations().get(function);
        var request = Exchanges.request(exchange, body.get(), newTraceId());
        var event = integration.event(request, match, requestId);
        if (event.length > MAX_EVENT) return tooLarge();
        Optional<Supplier<byte[]>> raw = site.customEvents().contains(function) ? Optional.of(() -> request.toJson(match)) : Optional.empty();
        var outcome = invoker.invoke(new Invocation(requestId, function, event, Optional.empty(), Optional.empty(), request.header("x-amzn-trace-id"), raw));
        return integration.reply(request, requestId, outcome);
    }

    private static HttpReply tooLarge() {
        return Exchanges.json(413, "{\"message\":\"Request Entity Too Large\"}");
    }

    /// `Root=1-<seconds>-<96 random bits>`, as API Gateway makes one.
    static String newTraceId() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return "Root=1-" + hex.toHexDigits((int) (System.currentTimeMillis() / 1000)) + "-" + hex.toHexDigits(random.nextInt()) + hex.toHexDigits(random.nextLong());
    }
}
