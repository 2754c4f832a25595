package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.io.JsonStringEncoder;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.event.HttpRequest;

/// Between the JDK's exchanges and our values.
final class Exchanges {
    /// API Gateway takes no larger body.  https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    private static final int MAX_BODY = 10 << 20;
    private static final long MAX_DISCARDED = 64 << 20;
    private static final long DISCARD_NANOS = 10_000_000_000L;

    private Exchanges() {}

    /// The whole body; empty when it is larger than API Gateway allows, after the rest was read and thrown away so that
    /// the client sees the answer. Blocks.
    static Optional<byte[]> body(HttpExchange exchange) throws IOException {
        var in = exchange.getRequestBody();
        long length = announced(exchange);
        if (length >= 0 && length <= MAX_BODY) {
            var bytes = new byte[(int) length]; // at once in its place; readNBytes without it would gather pieces
            if (in.readNBytes(bytes, 0, bytes.length) < length)
                throw new EOFException("the client broke off in the middle of its body");
            return Optional.of(bytes);
        }
        var bytes = in.readNBytes(MAX_BODY + 1);
        if (bytes.length <= MAX_BODY) return Optional.of(bytes);
        discard(in);
        return Optional.empty();
    }

    private static long announced(HttpExchange exchange) {
        var length = exchange.getRequestHeaders().getFirst("Content-Length");
        // HttpServer has checked it
        return length == null || exchange.getRequestHeaders().containsKey("Transfer-Encoding") ? -1
                : Long.parseLong(length.strip());
    }

    private static void discard(InputStream in) throws IOException {
        long end = System.nanoTime() + DISCARD_NANOS;
        var buffer = new byte[64 << 10];
        long left = MAX_DISCARDED;
        while (left > 0 && System.nanoTime() < end) {
            int count = in.read(buffer);
            if (count < 0) return;
            left -= count;
        }
    }

    static HttpRequest request(HttpExchange exchange, byte[] body) {
        var headers = new ArrayList<Header>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
        var uri = exchange.getRequestURI();
        return new HttpRequest(exchange.getRequestMethod(), uri.getRawPath(),
                Optional.ofNullable(uri.getRawQuery()).orElse(""), exchange.getProtocol(), headers, body,
                exchange.getRemoteAddress().getAddress().getHostAddress(), Instant.now());
    }

    /// Sends the reply; returns its status. Blocks while the client is slow.
    static int send(HttpExchange exchange, HttpReply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        for (var header : reply.headers()) headers.add(header.name(), header.value());
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
        if (exchange.getRequestMethod().equals("HEAD"))
            headers.set("Content-Length", Integer.toString(reply.body().length));
        exchange.sendResponseHeaders(reply.status(), bodiless || reply.body().length == 0 ? -1 : reply.body().length);
        if (!bodiless && reply.body().length > 0) {
            try (var out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
        return reply.status();
    }

    static HttpReply json(int status, String json, Header... more) {
        var headers = new ArrayList<>(List.of(new Header("Content-Type", "application/json")));
        headers.addAll(List.of(more));
        return new HttpReply(status, headers, json.getBytes(UTF_8));
    }

    static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    static boolean wantsHtml(HttpExchange exchange) {
        var accept = exchange.getRequestHeaders().getFirst("Accept");
        return accept != null && accept.contains("text/html");
    }
}
