package worker.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Loads what every handler will need: while the worker waits to be told what to run, and once to make a class data
/// archive.
final class WarmUp {
    private static final String SAMPLE = "{\"name\":\"a\",\"count\":1,\"price\":1.5,"
            + "\"tags\":[\"x\"],\"more\":{\"on\":true}}";

    private WarmUp() {}

    /// The most useful first. Ends early when there is something better to do.
    ///
    /// Nothing here may leave a trace that a handler could see: no serializer of the user's own is looked for, which is
    /// done once in a JVM's life, and no date is written, whose form depends on which event types came first.
    static void until(BooleanSupplier called) throws Exception {
        Step[] steps = {
                () -> Class.forName(AWSLambda.class.getName()),
                () -> Class.forName(EventHandlerLoader.class.getName()),
                JacksonFactory::getInstance,
                () -> roundTrip(JacksonFactory.getInstance().getSerializer((java.lang.reflect.Type) Map.class)),
                () -> roundTrip(JacksonFactory.getInstance().getSerializer((java.lang.reflect.Type) Sample.class)),
                () -> {
                    Handler.json(new Exception("sample"));
                    Handler.xRayCause(new Exception("sample"));
                },
        };
        for (Step step : steps) {
            if (called.getAsBoolean()) return;
            step.run();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void roundTrip(PojoSerializer<Object> serializer) {
        Object value = serializer.fromJson(new ByteArrayInputStream(SAMPLE.getBytes(UTF_8)));
        serializer.toJson(value, new ByteArrayOutputStream());
    }

    /// A whole life in small: boot, init phase, invocations that return and that fail. The JVM that ran it writes the
    /// archive: `java -XX:ArchiveClassesAtExit=FILE … worker.java.Worker --train`.
    static void train() throws Throwable {
        Surroundings.prepare();
        until(() -> false);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread api = new Thread(() -> answer(server));
            api.setDaemon(true);
            api.start();
            Worker.run(server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
        }
    }

    /// A Runtime API that knows its answers by heart.
    private static void answer(ServerSocket server) {
        String jar = Worker.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[64 << 10];
            in.read(buffer);
            String start = "handler=" + Greeter.class.getName() + "\nclasspath=" + jar + "\n";
            String ok = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
            for (String answer : List.of(answer("", "") + answer("", start), event("a", SAMPLE),
                    ok + ok + event("b", "{\"name\":\"fail\"}"), ok + event("c", SAMPLE), "")) {
                socket.getOutputStream().write(answer.getBytes(UTF_8));
                if (!answer.isEmpty()) in.read(buffer);
            }
        } catch (IOException e) {
            throw new IllegalStateException("training failed", e);
        }
    }

    private static String event(String id, String json) {
        return answer("Lambda-Runtime-Aws-Request-Id: " + id
                + "\r\nLambda-Runtime-Deadline-Ms: 1\r\nLambda-Runtime-Trace-Id: Root=1\r\n", json);
    }

    private static String answer(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// A handler as people write them.
    public static final class Greeter implements RequestHandler<Sample, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(Sample sample, Context context) {
            context.getLogger().log("");
            if (sample.name.equals("fail")) throw new IllegalStateException("training: a failure on purpose");
            return Map.of("name", sample.getName(), "count", sample.getCount());
        }
    }

    /// An event as people write them.
    public static final class Sample {
        private String name;
        private int count;
        public Double price;
        public List<String> tags;
        public Map<String, Boolean> more;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }
    }
}
