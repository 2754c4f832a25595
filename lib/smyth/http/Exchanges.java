package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.event.HttpRequest;
import smyth.invocation.Limits;
import smyth.invocation.Payload;

/// Between the JDK's exchanges and our values.
final class Exchanges {
    private static final long MAX_DISCARDED = 64 << 20;
    private static final long DISCARD_NANOS = 10_000_000_000L;

    private Exchanges() {}

    /// The whole body; empty when it has more bytes than `most`, after the rest was read and thrown away so that the
    /// client sees the answer. Blocks.
    static Optional<byte[]> body(HttpExchange exchange, int most) throws IOException {
        var in = exchange.getRequestBody();
        long length = announced(exchange);
        if (length >= 0 && length <= most) return Optional.of(Payload.read(in::read, (int) length));
        var bytes = in.readNBytes(length < 0 ? most + 1 : 0);
        if (length < 0 && bytes.length <= most) return Optional.of(bytes);
        discard(in);
        return Optional.empty();
    }

    /// The same for what every front takes.
    static Optional<byte[]> body(HttpExchange exchange) throws IOException {
        return body(exchange, Limits.GATEWAY_BODY);
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

    static HttpReply json(int status, String json, Header... more) {
        var headers = new ArrayList<>(List.of(new Header("Content-Type", "application/json")));
        headers.addAll(List.of(more));
        return new HttpReply(status, headers, json.getBytes(UTF_8));
    }

    static boolean wantsHtml(HttpExchange exchange) {
        var accept = exchange.getRequestHeaders().getFirst("Accept");
        return accept != null && accept.contains("text/html");
    }
}
