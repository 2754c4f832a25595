import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/// A static web host on loopback that counts what it serves, for each of its folders.
final class FileHost implements AutoCloseable {
    private final List<Path> folders;
    private final AtomicIntegerArray served;
    private final AtomicIntegerArray notFound;
    private final AtomicLongArray bytes;
    private HttpServer server;

    private FileHost(List<Path> folders) {
        this.folders = folders;
        this.served = new AtomicIntegerArray(folders.size());
        this.notFound = new AtomicIntegerArray(folders.size());
        this.bytes = new AtomicLongArray(folders.size());
    }

    static FileHost start(List<Path> folders) throws IOException {
        var host = new FileHost(folders);
        host.listen(0);
        return host;
    }

    private void listen(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        for (int i = 0; i < folders.size(); i++) {
            int folder = i;
            server.createContext("/" + i + "/", exchange -> answer(exchange, folder));
        }
        server.start();
    }

    /// Refuses connections until it comes back.
    void goAway() {
        server.stop(0);
    }

    /// At the same address.
    void comeBack() throws IOException {
        listen(server.getAddress().getPort());
    }

    String url(int folder) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + folder;
    }

    /// Counts from zero again.
    void forget() {
        for (int i = 0; i < folders.size(); i++) {
            served.set(i, 0);
            notFound.set(i, 0);
            bytes.set(i, 0);
        }
    }

    String figures(int folder, String what) {
        return "%d files %s, %,d bytes; %d more requests for files that are not there".formatted(served.get(folder),
                what, bytes.get(folder), notFound.get(folder));
    }

    private void answer(HttpExchange exchange, int folder) throws IOException {
        try (exchange) {
            var file = folders.get(folder).resolve(exchange.getRequestURI().getPath().substring(3));
            if (!Files.isRegularFile(file)) {
                notFound.incrementAndGet(folder);
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            served.incrementAndGet(folder);
            if (!head) bytes.addAndGet(folder, Files.size(file));
            exchange.sendResponseHeaders(200, head ? -1 : Files.size(file));
            if (!head) Files.copy(file, exchange.getResponseBody());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
