import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Executors;

/// The least that a handler in a process of its own costs when it is shown JSON: the body is escaped, goes to a second
/// JVM and back in raw frames, and is unescaped. No routes, no event but the body, no protocol, no check of what came
/// back. ASCII only.
///
/// Prints its port when it is ready, and ends with its standard input.
final class JsonHop {
    private JsonHop() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1) echo(Integer.parseInt(args[0]));
        else serve();
    }

    /// The second process: what comes goes back.
    private static void echo(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) send(out, receive(in));
        }
    }

    private static void serve() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // as Smyth's front has it
        var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        // As Lambda runs handlers.
        new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "JsonHop",
                Integer.toString(listening.getLocalPort())).redirectError(Redirect.INHERIT).start();
        var socket = listening.accept();
        socket.setTcpNoDelay(true);
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());

        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                send(out, escaped(body));
                var answer = unescaped(receive(in));
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        System.out.println("second process behind http://127.0.0.1:" + server.getAddress().getPort());
        while (System.in.read() >= 0) continue;
        System.exit(0); // the other one ends with its connection
    }

    private static void send(DataOutputStream out, byte[] frame) throws IOException {
        out.writeInt(frame.length);
        out.write(frame);
    }

    private static byte[] receive(DataInputStream in) throws IOException {
        var frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static byte[] escaped(byte[] text) {
        var json = new byte[2 * text.length];
        int length = 0;
        for (byte next : text) {
            if (next == '"' || next == '\\') json[length++] = '\\';
            json[length++] = next;
        }
        return Arrays.copyOf(json, length);
    }

    private static byte[] unescaped(byte[] json) {
        var text = new byte[json.length];
        int length = 0;
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\\') i++;
            text[length++] = json[i];
        }
        return Arrays.copyOf(text, length);
    }
}
