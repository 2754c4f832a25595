package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import smyth.event.ErrorBodies;
import smyth.event.HttpReply;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.invocation.Outcome.Rejected;
import smyth.route.RouteMatch;

/// A request that a route matched: to its function and back.
record RouteHandler(Invoker invoker) {
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int MAX_EVENT = 6 * 1024 * 1024;

    /// Blocks until the function has answered.
    HttpReply answer(HttpExchange exchange, Site site, RouteMatch match, String requestId)
            throws IOException, InterruptedException {
        var function = match.route().function();
        var integration = site.integrations().get(match.route());
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
        Optional<Supplier<byte[]>> raw = site.customEvents().contains(function)
                ? Optional.of(() -> request.toJson(match))
                : Optional.empty();
        var outcome = invoker.invoke(new Invocation(requestId, function, event, Optional.empty(), Optional.empty(),
                Optional.of(request.traceId(requestId)), raw));
        if (outcome instanceof Rejected rejected && site.errors() == ErrorBodies.DETAILED
                && Exchanges.wantsHtml(exchange))
            return Pages.rejected(function, rejected);
        return integration.reply(request, requestId, outcome);
    }

    /// `Root=1-<seconds>-<96 random bits>`, as API Gateway makes one.
    static String newTraceId() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return "Root=1-" + hex.toHexDigits((int) (System.currentTimeMillis() / 1000)) + "-"
                + hex.toHexDigits(random.nextInt()) + hex.toHexDigits(random.nextLong());
    }
}
