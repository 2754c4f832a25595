import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

/// A Runtime API of raw bytes for one worker that ships with Smyth: it shows what arrives when, and reads only when a
/// test asks it to.
final class WireRig implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 64 * 1024;

    final ClientRig worker;
    private final ServerSocket server = new ServerSocket();
    private final Socket socket;
    private final InputStream in;

    /// Starts the worker, up to its first `next`.
    WireRig(ClientRig.Shipped kind, String handler) throws IOException {
        server.setReceiveBufferSize(RECEIVE_BUFFER);
        server.setSoTimeout((int) ClientRig.LIMIT.toMillis());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        worker = new ClientRig(kind.task(), Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.getLocalPort()),
                kind.command());
        socket = server.accept();
        socket.setSoTimeout((int) ClientRig.LIMIT.toMillis());
        in = new BufferedInputStream(socket.getInputStream(), 1024);
        assertTrue(head().startsWith("GET /smyth/start "));
        answer("200 OK", "", "handler=" + handler + "\nclasspath=" + kind.task() + "\n");
        next();
    }

    /// Hands out an invocation.
    ///
    /// @param headers of the answer to `next` beside the usual ones, each with its line end
    void invoke(String event, String headers) throws IOException {
        answer("200 OK", "Content-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: id-0\r\n"
                + "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n" + headers, event);
    }

    /// The head of the worker's next request, lines ending in CRLF.
    String head() throws IOException {
        var head = new StringBuilder();
        for (var line = line(); !line.isEmpty(); line = line()) head.append(line).append("\r\n");
        return head.toString();
    }

    /// The body of a request that has a Content-Length.
    String body(String head) throws IOException {
        int length = Integer.parseInt(head.replaceAll("(?s).*\r\nContent-Length: (\\d+)\r\n.*", "$1"));
        return new String(in.readNBytes(length), UTF_8);
    }

    /// Reads pieces of 1 MB, each of which the handler prints a line for, and checks that it is never far ahead: the
    /// system's own buffers hold some megabytes.
    void assertNeverFarAhead(int pieces) throws IOException {
        for (int read = 1; read <= pieces; read++) {
            assertEquals(1 << 20, chunk().length());
            long made = worker.output().lines().count();
            assertTrue(made <= read + 16, made + " pieces are made, and " + read + " are read");
        }
    }

    /// The next chunk of a body; empty at its end.
    String chunk() throws IOException {
        int length = Integer.parseInt(line(), 16);
        var bytes = in.readNBytes(length);
        if (length > 0) line();
        return new String(bytes, UTF_8);
    }

    /// What came after the last chunk.
    String trailers() throws IOException {
        return head();
    }

    /// Reads the request for the next event.
    void next() throws IOException {
        var head = head();
        assertTrue(head.startsWith("GET /2018-06-01/runtime/invocation/next "), head);
    }

    private void answer(String status, String headers, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        socket.getOutputStream().write(("HTTP/1.1 " + status + "\r\nContent-Length: " + bytes.length + "\r\n" + headers
                + "\r\n" + body).getBytes(UTF_8));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the worker closed the connection; it printed: " + worker.output());
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        worker.close();
        if (socket != null) socket.close();
        server.close();
    }
}
