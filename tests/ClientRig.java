import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import smyth.invocation.Invocation;
import smyth.invocation.Invocation.Outcome;
import smyth.pool.ProcessTree;
import smyth.runtimeapi.RuntimeApi;
import smyth.runtimeapi.RuntimeApi.Start;

/// A client of the Runtime API in a process of its own, with a Runtime API for it alone: a worker that ships with Smyth, one of AWS's
/// clients, or any other program.
final class ClientRig implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String CLIENT_CONTEXT = "{\"client\":{\"app_title\":\"tïtle\"},\"custom\":{\"k\":\"v\"},\"env\":{\"e\":\"f\"}}";

    final RuntimeApi api = RuntimeApi.open(() -> new byte[0]);
    final Path log = Files.createTempFile("client", ".log");
    final Process process;
    private final ProcessTree tree;
    private int ids;

    /// @param env beside the variables of every function
    ClientRig(Path folder, Map<String, String> env, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("SMYTH_") || name.startsWith("NODE_"));
        builder.environment().putAll(Map.of("AWS_LAMBDA_RUNTIME_API", api.address(), "AWS_LAMBDA_FUNCTION_NAME", "test", "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256", "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/test", "AWS_LAMBDA_LOG_STREAM_NAME", "stream",
                "LAMBDA_TASK_ROOT", folder.toString()));
        builder.environment().putAll(env);
        process = builder.start();
        tree = ProcessTree.of(process, "AWS_LAMBDA_RUNTIME_API=" + api.address());
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
        return api.invoke(new Invocation("id-" + number, "test", event.getBytes(UTF_8), Optional.empty(), client, trace, raw), "arn:test", Duration.ofSeconds(900));
    }

    String exit() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) throw new AssertionError("still running; printed: " + output());
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

    static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(var payload) -> new String(payload, UTF_8);
            case Outcome.Failed(var payload, var type) -> "failed " + type + " " + new String(payload, UTF_8);
            case Outcome.Exited(var reason) -> reason;
            case Outcome.Streamed(var type, var body) -> "streamed " + type + " " + text(body);
            case Outcome.TimedOut _, Outcome.TooLarge _, Outcome.Rejected _ -> outcome.toString();
        };
    }

    private static String text(java.io.InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), UTF_8).replace("\0", "\\0");
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        tree.end(false);
        api.close();
    }
}
