package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import smyth.event.ErrorBodies;
import smyth.event.HttpReply;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.invocation.JsonText;
import smyth.invocation.Limits;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.Outcome.Streamed;
import smyth.route.InvokeMode;
import smyth.route.RouteMatch;

/// A request that a route matched: to its function and back.
record RouteHandler(Invoker invoker) {
    /// Blocks until the function has answered, or has begun to stream its answer.
    HttpReply answer(HttpExchange exchange, Site site, RouteMatch match, String requestId)
            throws IOException, InterruptedException {
        var function = match.route().function();
        var integration = site.integrations().get(match.route());
        var body = Exchanges.body(exchange, integration.bodyLimit());
        if (body.isEmpty()) return integration.requestTooLarge(requestId);
        var request = Exchanges.request(exchange, body.get());
        byte[] event;
        try {
            event = integration.event(request, match, requestId);
        } catch (IllegalArgumentException e) {
            return Exchanges.json(400, "{\"message\":" + JsonText.quote(e.getMessage()) + "}");
        }
        if (event.length > Limits.PAYLOAD) return integration.requestTooLarge(requestId);
        Optional<Supplier<byte[]>> raw = site.customEvents().contains(function)
                ? Optional.of(() -> request.toJson(match))
                : Optional.empty();
        boolean streams = match.route().invokeMode() == InvokeMode.RESPONSE_STREAM;
        var outcome = invoker.invoke(new Invocation(requestId, function, event, Optional.empty(), Optional.empty(),
                Optional.of(request.traceId(requestId)), raw, streams));
        if (outcome instanceof Rejected rejected && site.errors() == ErrorBodies.DETAILED
                && Exchanges.wantsHtml(exchange))
            return Pages.rejected(function, rejected);
        try {
            return streams ? integration.streamedReply(request, requestId, outcome)
                    : integration.reply(request, requestId, outcome);
        } catch (RuntimeException | Error e) {
            // no one will read it
            if (outcome instanceof Streamed streamed) streamed.body().close();
            throw e;
        }
    }
}
