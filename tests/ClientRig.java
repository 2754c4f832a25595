import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import smyth.invocation.BrokenStream;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.pool.Guard;
import smyth.pool.ProcessTree;
import smyth.runtimeapi.RuntimeApi;
import smyth.runtimeapi.Start;

/// A client of the Runtime API in a process of its own, with a Runtime API for it alone: a worker that ships with
/// Smyth, one of AWS's clients, or any other program.
final class ClientRig implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String CLIENT_CONTEXT = "{\"client\":{\"app_title\":\"tïtle\"},\"custom\":{\"k\":\"v\"},"
            + "\"env\":{\"e\":\"f\"}}";

    final RuntimeApi api = RuntimeApi.open(() -> new byte[0]);
    final Path log = Files.createTempFile("client", ".log");
    final Process process;
    private final Guard guard = Guard.start();
    private final ProcessTree tree;
    private int ids;

    /// @param env beside the variables of every function
    ClientRig(Path folder, Map<String, String> env, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.startsWith("SMYTH_") || name.startsWith("NODE_"));
        builder.environment()
                .putAll(Map.of("AWS_LAMBDA_RUNTIME_API", api.address(), "AWS_LAMBDA_FUNCTION_NAME", "test",
                        "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256", "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/test",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "stream",
                        "LAMBDA_TASK_ROOT", folder.toString()));
        builder.environment().putAll(env);
        var started = guard.start(builder);
        process = started.process();
        tree = started.tree();
        process.onExit().thenAccept(ended -> api.ended(new Outcome.Exited("exit status " + ended.exitValue())));
    }

    ClientRig start(Start start) {
        api.start(start);
        return this;
    }

    /// What came of an invocation, as text: the payload, or `failed TYPE PAYLOAD`, or how the process ended.
    String say(String event) throws Exception {
        return say(event, null);
    }

    /// @param request the HTTP request as JSON; null for a direct invoke
    String say(String event, String request) throws Exception {
        return said(invoke(event, request).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    CompletableFuture<Outcome> invoke(String event, String request) {
        Optional<Supplier<byte[]>> raw = Optional.ofNullable(request).map(json -> () -> json.getBytes(UTF_8));
        int number = ids++;
        // The first one carries all that an invocation may carry.
        var client = number == 0 ? Optional.of(CLIENT_CONTEXT) : Optional.<String>empty();
        var trace = number == 0 ? Optional.of("Root=1-2;Sampled=0") : Optional.<String>empty();
        return api.invoke(
                new Invocation("id-" + number, "test", event.getBytes(UTF_8), Optional.empty(), client, trace, raw),
                "arn:test", Duration.ofSeconds(900));
    }

    String exit() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
            throw new AssertionError("still running; printed: " + output());
        return "exit status " + process.exitValue();
    }

    /// All that it printed, times replaced.
    String output() {
        try {
            return Files.readString(log).replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z?", "TIME");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// A worker that ships with Smyth, its handlers in `tests/fixtures`.
    ///
    /// @param command what runs it
    /// @param task    the folder of the handlers
    /// @param cases   the file of most of them
    record Shipped(List<String> command, Path task, String cases) {
        static final Shipped PYTHON = new Shipped(
                List.of("python3", Path.of("lib/worker/python/_smyth_worker/__main__.py").toAbsolutePath().toString()),
                Path.of("tests/fixtures/python").toAbsolutePath(), "cases.py");
        static final Shipped NODE = new Shipped(
                List.of("node", Path.of("lib/worker/node/worker/main.cjs").toAbsolutePath().toString()),
                Path.of("tests/fixtures/node").toAbsolutePath(), "cases.cjs");

        ClientRig worker(String handler) throws IOException {
            return worker(Map.of(), start(handler));
        }

        ClientRig worker(Map<String, String> env, Start start) throws IOException {
            return new ClientRig(task, env, command).start(start);
        }

        Start start(String handler) {
            return start(handler, null, null);
        }

        /// @param event   the event function; null for none
        /// @param context the context function; null for none
        Start start(String handler, String event, String context) {
            return new Start(handler, List.of(task), Optional.ofNullable(event), Optional.ofNullable(context),
                    Map.of("config", "{\"name\":\"saleor\",\"timeout\":5}")).in("saleor:0");
        }

        /// What comes of an init phase, and how the worker ends.
        String init(String handler) throws Exception {
            try (var worker = worker(handler)) {
                return worker.say("{}") + " " + worker.exit();
            }
        }

        /// Where a line of the handlers' file begins with this.
        int lineOf(String text) throws IOException {
            var lines = Files.readAllLines(task.resolve(cases));
            return lines.indexOf(lines.stream().filter(line -> line.startsWith(text)).findFirst().orElseThrow()) + 1;
        }

        void endsQuietlyWhenItIsNotNeeded() throws Exception {
            try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var worker = new ClientRig(task,
                            Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.getLocalPort()), command)) {
                server.accept().close();
                assertEquals("exit status 0", worker.exit());
                assertEquals("", worker.output());
            }
        }

        void saysThatTheRuntimeApiIsGone() throws Exception {
            try (var worker = worker("cases.echo")) {
                assertEquals("1", worker.say("1"));
                worker.api.close();
                assertEquals("exit status 1", worker.exit());
                assertEquals("the Runtime API at " + worker.api.address() + " is gone: it closed the connection\n",
                        worker.output());
            }
        }

        void survivesLargeAnswersAndMuchOutput(String printsMuch) throws Exception {
            try (var worker = worker("cases.large")) {
                assertEquals(6_000_002, worker.say("6000000").length());
                assertTrue(worker.say("7000000").startsWith("TooLarge"));
                assertEquals("\"xxx\"", worker.say("3"));
            }
            try (var worker = worker(printsMuch)) {
                assertEquals("50000", worker.say("50000"));
                assertEquals(50_000, worker.output().lines().count());
            }
        }
    }

    /// Whether a program runs on this machine and ends with 0.
    static boolean runs(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException _) {
            return false;
        }
    }

    static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(var payload) -> new String(payload, UTF_8);
            case Outcome.Failed(var payload, var type) -> "failed " + type + " " + new String(payload, UTF_8);
            case Outcome.Exited(var reason) -> reason;
            case Outcome.Streamed(var type, var body) -> streamed(type, body);
            case Outcome.TimedOut _,Outcome.TooLarge _,Outcome.Rejected _ -> outcome.toString();
        };
    }

    private static String streamed(String type, java.io.InputStream body) {
        try (body) {
            return "streamed " + type + " " + new String(body.readAllBytes(), UTF_8).replace("\0", "\\0");
        } catch (BrokenStream e) {
            return said(e.outcome());
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        tree.end(false);
        guard.close();
        api.close();
        try {
            process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
