import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.runtimeapi.RuntimeApi;

/// A worker's answers, mutated: whatever comes, the invocation ends, no thread is lost, and the next invocation is
/// answered.
///
/// `SMYTH_FUZZ=1000000` sets the number of inputs, `SMYTH_FUZZ_SEED` the seed of the first one; a failure names its own
/// input's seed.
class RuntimeApiFuzzTest {
    private static final int INPUTS = Integer.parseInt(System.getenv().getOrDefault("SMYTH_FUZZ", "20000"));
    private static final long LIMIT_SECONDS = 10;
    private static final String STREAMING = "Lambda-Runtime-Function-Response-Mode: streaming\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /// Request lines without their end, headers, and a body; ID and HOST are replaced.
    private static final List<String> ANSWERS = List.of(
            post("response", "Content-Length: 5\r\n", "hello"),
            post("response", "Content-Length: 5\r\n", "hello") + get("/2018-06-01/runtime/invocation/next"),
            post("response", "Content-Length: 0\r\n", ""),
            post("response", CHUNKED, "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
            post("response", STREAMING + CHUNKED + "Content-Type: text/plain\r\n", "5\r\nhello\r\n0\r\n\r\n"),
            post("response", STREAMING + CHUNKED,
                    "5\r\nhello\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Broke"
                            + "\r\nLambda-Runtime-Function-Error-Body: eyJhIjoxfQ==\r\n\r\n"),
            post("response", STREAMING + "Content-Length: 5\r\n", "hello"),
            post("response", "Expect: 100-continue\r\nContent-Length: 5\r\n", "hello"),
            post("error", "Lambda-Runtime-Function-Error-Type: Function.Broke\r\nContent-Length: 7\r\n", "{\"a\":1}"),
            "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}",
            "POST /smyth/loaded HTTP/1.1\r\nHost: HOST\r\nContent-Length: 8\r\n\r\nclass=a\n",
            get("/smyth/request/ID"), get("/smyth/ahead"), get("/2018-06-01/runtime/invocation/next"));

    private static final List<String> PIECES = List.of("-1", "-5", "0", "1", "99999", "7fffffff", "80000000",
            "ffffffffffffffff", "2147483648", "9223372036854775807", "9223372036854775808", "1e9", "\r\n", "\n",
            "\r\n\r\n", ":", " ", "\0", "\u00ff", "%", "chunked", "streaming", "Content-Length: 3\r\n", CHUNKED,
            STREAMING,
            "Expect: 100-continue\r\n", "A", "====", "0\r\n\r\n", "x".repeat(20_000), "X: y\r\n".repeat(120));

    private final ExecutorService exchange = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("exchange").factory());

    @Test
    @Tag("slow")
    void whateverAWorkerAnswersTheInvocationEndsAndTheFunctionLivesOn(TestReporter report) throws Exception {
        long first = Optional.ofNullable(System.getenv("SMYTH_FUZZ_SEED")).map(Long::parseLong)
                .orElseGet(System::nanoTime);
        report.publishEntry("fuzz", INPUTS + " inputs from seed " + first + " on");
        var ends = new EnumMap<End, Integer>(End.class);
        var environment = RuntimeApi.open(() -> new byte[0]);
        try {
            for (int i = 0; i < INPUTS; i++) {
                long seed = first + i;
                try {
                    var end = serve(environment, new Random(seed));
                    ends.merge(end, 1, Integer::sum);
                    if (end == End.LIVES) continue;
                    environment.close();
                    environment = RuntimeApi.open(() -> new byte[0]);
                } catch (IOException | RuntimeException | TimeoutException | AssertionError e) {
                    throw new AssertionError("SMYTH_FUZZ_SEED=" + seed + " SMYTH_FUZZ=1", e);
                }
            }
        } finally {
            environment.close();
            exchange.shutdown();
        }
        report.publishEntry("ends", ends.toString());
        assertTrue(exchange.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS));
        TestProject.await("every connection's thread has ended", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("runtime-api connection")));
    }

    /// Whether the execution environment can go on, is broken, or has to be ended as if its worker had exited.
    private enum End { LIVES, BROKEN, EXITED }

    /// A good answer, then a mutated one.
    private End serve(RuntimeApi api, Random random) throws Exception {
        try (var worker = new Socket("127.0.0.1", Integer.parseInt(api.address().split(":")[1]))) {
            worker.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            write(worker, fill(get("/2018-06-01/runtime/invocation/next"), api, "-"));
            var good = invoke(api);
            event(worker.getInputStream());
            write(worker, fill(ANSWERS.get(1), api, good.id));
            assertEquals("hello", good.end());
            var bad = invoke(api);
            event(worker.getInputStream());
            try {
                write(worker, mutated(fill(ANSWERS.get(random.nextInt(ANSWERS.size())), api, bad.id)
                        .getBytes(ISO_8859_1), random));
                worker.shutdownOutput();
            } catch (IOException _) {
                // It has been closed meanwhile, as it may be.
            }
            return ended(api, worker, bad);
        }
    }

    private static End ended(RuntimeApi api, Socket worker, Running bad) throws Exception {
        try {
            worker.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException _) {
            // likewise
        }
        boolean answered = bad.outcome.isDone();
        if (!answered) api.ended(new Outcome.Exited("exit status 1"));
        bad.end();
        return api.broken().isDone() ? End.BROKEN : answered ? End.LIVES : End.EXITED;
    }

    /// @param read completes when the outcome, and all of a stream, has been read
    private record Running(String id, CompletableFuture<Outcome> outcome, CompletableFuture<String> read) {
        String end() throws Exception {
            return read.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Running invoke(RuntimeApi api) {
        var invocation = Invocation.of("f", "{}".getBytes(UTF_8));
        var outcome = new CompletableFuture<Outcome>();
        var read = new CompletableFuture<String>();
        exchange.execute(() -> {
            try {
                api.invoke(invocation, "arn", Duration.ofSeconds(60), outcome);
                read.complete(text(outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS)));
            } catch (Throwable t) {
                read.completeExceptionally(t);
            }
        });
        return new Running(invocation.requestId(), outcome, read);
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(var payload) -> new String(payload, UTF_8);
            case Outcome.Streamed(_, var body) -> {
                try (body) {
                    yield new String(body.readAllBytes(), UTF_8);
                } catch (IOException e) {
                    yield e.toString();
                }
            }
            case Outcome other -> other.toString();
        };
    }

    private static void event(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) throw new IOException("the connection was closed");
            head.write(next);
            var text = head.toString(ISO_8859_1);
            if (!text.endsWith("\r\n\r\n")) continue;
            int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
            in.readNBytes(length);
            if (text.startsWith("HTTP/1.1 200")) return;
            head.reset(); // the verdict on the answer before
        }
    }

    private static void write(Socket to, String text) throws IOException {
        write(to, text.getBytes(ISO_8859_1));
    }

    private static void write(Socket to, byte[] bytes) throws IOException {
        to.getOutputStream().write(bytes);
    }

    private static byte[] mutated(byte[] answer, Random random) {
        var bytes = answer;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            int end = Math.min(bytes.length, at + random.nextInt(12));
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
                case 2 -> join(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> {
                    if (at < bytes.length) bytes[at] = (byte) random.nextInt(256);
                    yield bytes;
                }
                case 4 -> join(Arrays.copyOf(bytes, at), piece(random), Arrays.copyOfRange(bytes, at, bytes.length));
                default -> join(Arrays.copyOf(bytes, at), piece(random), Arrays.copyOfRange(bytes, end, bytes.length));
            };
        }
        return bytes;
    }

    private static byte[] piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (var part : parts) whole.writeBytes(part);
        return whole.toByteArray();
    }

    private static String fill(String text, RuntimeApi api, String id) {
        return text.replace("HOST", api.address()).replace("ID", id);
    }

    private static String post(String what, String headers, String body) {
        return "POST /2018-06-01/runtime/invocation/ID/" + what + " HTTP/1.1\r\nHost: HOST\r\n" + headers + "\r\n"
                + body;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: HOST\r\n\r\n";
    }
}
