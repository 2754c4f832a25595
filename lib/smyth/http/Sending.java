package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import smyth.event.HttpReply;
import smyth.event.ReplyBody.Bytes;
import smyth.event.ReplyBody.Stream;
import smyth.invocation.BrokenStream;

/// A reply on its way to the client.
final class Sending {
    private static final int NONE = -1; // of a body, in the words of HttpExchange
    private static final int IN_CHUNKS = 0;
    private static final int PIECE = 64 << 10;

    private Sending() {}

    /// Sends the reply; returns its status. Blocks while the client is slow.
    ///
    /// @throws IOException when the client has gone
    static int send(HttpExchange exchange, HttpReply reply) throws IOException {
        for (var header : reply.headers()) exchange.getResponseHeaders().add(header.name(), header.value());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        boolean bodiless = head || reply.status() == 204 || reply.status() == 304;
        switch (reply.body()) {
            case Bytes(var bytes) -> {
                if (head) exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
                exchange.sendResponseHeaders(reply.status(), bodiless || bytes.length == 0 ? NONE : bytes.length);
                if (!bodiless && bytes.length > 0) {
                    try (var out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                }
            }
            case Stream(var in) -> {
                try (in) {
                    exchange.sendResponseHeaders(reply.status(), bodiless ? NONE : IN_CHUNKS);
                    if (bodiless) in.transferTo(OutputStream.nullOutputStream()); // the function may end it as it likes
                    else pass(in, exchange);
                } catch (BrokenStream _) {
                    breakOff(exchange); // as AWS does; the status is sent already
                }
            }
        }
        return reply.status();
    }

    /// Hands every piece on as soon as it is there. Nothing gathers: what the client does not take, the function does
    /// not get rid of.
    private static void pass(InputStream in, HttpExchange exchange) throws IOException {
        var out = exchange.getResponseBody();
        out.flush(); // status and headers, which the client may wait for
        var piece = new byte[PIECE];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
                out.flush();
            }
        } catch (IOException | RuntimeException | Error e) {
            breakOff(exchange);
            throw e;
        }
        out.close();
    }

    /// Has the connection closed without the end of the body: a client is not to take half of it for all.
    static void breakOff(HttpExchange exchange) {
        exchange.setStreams(null, new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void close() throws IOException {
                throw new IOException("broken off"); // the one thing that makes HttpExchange close the connection
            }
        });
    }
}
