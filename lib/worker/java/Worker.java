//DESCRIPTION Runs a Java handler inside an execution environment
//DEPS com.amazonaws:aws-lambda-java-core:1.4.0
//DEPS com.amazonaws:aws-lambda-java-serialization:1.2.0
//DEPS com.amazonaws:aws-lambda-java-runtime-interface-client:2.9.0
// Strings are joined without the JDK's generated classes, which cost every start 10 ms.
//COMPILE_OPTIONS --release 11 -XDstringConcat=inline
//SOURCES Connection.java
//SOURCES Handler.java
//SOURCES RuntimeApi.java
//SOURCES UserFunction.java
package worker.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import worker.java.Handler.UserClassLoader;
import worker.java.RuntimeApi.Start;

/// One execution environment's life, in the order in which AWS's own Java client lives it: init phase, then one invocation after another.
///
/// It differs in what surrounds the handler: no native library, so it runs on every system; one connection, kept; a boot that is done
/// with everything the JVM must load before it is told what to run. Handlers are loaded and called, and errors are worded, by AWS's own
/// classes ([Handler]).
///
/// Ends with status 0 after a fatal error and when nothing was ever asked of it, with 1 after a failed init phase and when the Runtime
/// API is gone.
public final class Worker {
    private final RuntimeApi api;

    private Worker(RuntimeApi api) {
        this.api = api;
    }

    public static void main(String[] args) throws Throwable {
        if (args.length == 1 && args[0].equals("--train")) {
            WarmUp.train();
            return;
        }
        Surroundings.prepare();
        System.exit(run(System.getenv("AWS_LAMBDA_RUNTIME_API")));
    }

    /// @return the status to end with
    static int run(String address) throws Throwable {
        try (RuntimeApi api = RuntimeApi.connect(address)) {
            api.askForStart();
            Start ahead = api.ahead();
            WarmUp.until(api::isAnswered);
            UserClassLoader loader = UserClassLoader.ahead(ahead, api::isAnswered);
            Start start = api.start();
            if (start == null) return 0;
            return new Worker(api).serve(start, loader.of(start.classPath));
        } catch (RuntimeApi.Gone e) {
            System.err.println("the Runtime API at " + address + " is gone: " + e.getMessage());
            return 1;
        }
    }

    private int serve(Start start, UserClassLoader loader) throws Throwable {
        Handler handler;
        try {
            handler = Handler.load(start, loader);
        } catch (UserFault fault) {
            Handler.log(fault);
            api.initError(Handler.json(fault));
            return 1;
        } catch (Throwable t) {
            throw UserFault.filterStackTrace(t);
        }
        api.askForNext();
        while (invoke(handler, api.next())) {
            // each one asks for the next
        }
        return 0;
    }

    /// @return whether the next invocation was asked for
    private boolean invoke(Handler handler, InvocationRequest request) throws RuntimeApi.Gone {
        try {
            ByteArrayOutputStream payload = handler.call(request, api);
            api.respondAndAskForNext(request.getId(), payload, handler.newlyLoaded());
            return true;
        } catch (RuntimeApi.Gone gone) {
            throw gone;
        } catch (Throwable t) {
            UserFault fault = Handler.fault(t);
            // Before the answer, so that it is printed by the time the invocation ends.
            Handler.log(fault);
            boolean goOn = !(t instanceof VirtualMachineError || t instanceof IOError || fault.fatal);
            api.error(request.getId(), Handler.errorType(t), Handler.xRayCause(t), Handler.json(t), goOn);
            return goOn;
        } finally {
            Thread.interrupted(); // the handler may have left the flag set
        }
    }

    /// This process as its surroundings see it: what it prints, and whose child it is. All that depends on the system is here.
    static final class Surroundings {
        private Surroundings() {}

        static void prepare() throws UnsupportedEncodingException {
            // UTF-8 whatever the terminal, and out as soon as printed, as on AWS; nothing between, so that much of it is cheap.
            System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8"));
            System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), false, "UTF-8"));
            Handler.Logger.install();
            if (System.getProperty("os.name").startsWith("Windows")) endWithParent();
        }

        /// On Windows a process survives the one that started it. Elsewhere Smyth's guard sees to that.
        private static void endWithParent() {
            ProcessHandle.current().parent().ifPresent(parent -> {
                Thread watch = new Thread(() -> {
                    parent.onExit().join();
                    Runtime.getRuntime().halt(1);
                }, "parent watch");
                watch.setDaemon(true);
                watch.start();
            });
        }
    }

    /// Loads what every handler will need: while the worker waits to be told what to run, and once to make a class data archive.
    static final class WarmUp {
        private static final String SAMPLE = "{\"name\":\"a\",\"count\":1,\"price\":1.5,\"tags\":[\"x\"],\"more\":{\"on\":true}}";

        private WarmUp() {}

        /// The most useful first. Ends early when there is something better to do.
        ///
        /// Nothing here may leave a trace that a handler could see: no serializer of the user's own is looked for, which is done once in a
        /// JVM's life, and no date is written, whose form depends on which event types came first.
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

        /// A whole life in small: boot, init phase, invocations that return and that fail. The JVM that ran it writes the archive:
        /// `java -XX:ArchiveClassesAtExit=FILE … worker.java.Worker --train`.
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
                for (String answer : List.of(answer("", "") + answer("", start), event("a", SAMPLE), ok + ok + event("b", "{\"name\":\"fail\"}"), ok + event("c", SAMPLE), "")) {
                    socket.getOutputStream().write(answer.getBytes(UTF_8));
                    if (!answer.isEmpty()) in.read(buffer);
                }
            } catch (IOException e) {
                throw new IllegalStateException("training failed", e);
            }
        }

        private static String event(String id, String json) {
            return answer("Lambda-Runtime-Aws-Request-Id: " + id + "\r\nLambda-Runtime-Deadline-Ms: 1\r\nLambda-Runtime-Trace-Id: Root=1\r\n", json);
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
}
