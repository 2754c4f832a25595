import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// The JDK's HTTP server and nothing behind it: the floor of every request. Answers a constant, or the request's own
/// body.
///
/// Prints its port when it is ready, and ends with its standard input.
final class BareServer {
    private static final byte[] CONSTANT = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);

    private BareServer() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // as Smyth's front has it
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                var answer = body.length == 0 ? CONSTANT : body;
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        System.out.println("bare server on http://127.0.0.1:" + server.getAddress().getPort());
        while (System.in.read() >= 0) continue;
        System.exit(0);
    }
}
