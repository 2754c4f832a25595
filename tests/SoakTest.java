import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many clients, several functions, workers killed at random. `SMYTH_SOAK=5000` asks for that many requests; without
/// it 1,500 are sent.
@Tag("slow")
class SoakTest {
    private static final int CLIENTS = 32;
    private static final int REQUESTS = Integer.parseInt(System.getenv().getOrDefault("SMYTH_SOAK", "1500"));
    private static final int REQUESTS_BESIDE_EDITS = REQUESTS / 5; // most of them wait for a build
    private static final int SMALL_HEAP_CHANGE = 10 << 20;

    private static final String JAVA = """
            import java.util.Map;

            public class Versions {
                public String token(Map<String, Object> event) throws InterruptedException {
                    Thread.sleep(2);
                    return "%d " + ((Map<?, ?>) event.get("queryStringParameters")).get("token");
                }
            }
            """;
    private static final String PYTHON = """
            import time

            def token(event, context):
                time.sleep(0.002)
                return "%d " + event["queryStringParameters"]["token"]
            """;
    private static final String NODE = """
            export const token = async (event) => {
              await new Promise((resolve) => setTimeout(resolve, 2));
              return `%d ${event.queryStringParameters.token}`;
            };
            """;
    /// A program of its own that speaks the Runtime API.
    private static final String PROVIDED = """
            import http.client, json, os, time

            api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
            while True:
                api.request("GET", "/2018-06-01/runtime/invocation/next")
                next = api.getresponse()
                event = json.loads(next.read())
                time.sleep(0.002)
                answer = json.dumps("%d " + event["queryStringParameters"]["token"])
                api.request("POST", "/2018-06-01/runtime/invocation/" + next.headers["Lambda-Runtime-Aws-Request-Id"] + "/response", answer)
                api.getresponse().read()
            """;

    private static final Source ALL = new Source("src/Versions.java", JAVA, List.of("a", "b", "c"));

    @Test
    void everyAnswerBelongsToItsRequestWhileWorkersAreKilled() throws Exception {
        try (var project = project("a", "Versions::token", "b",
                "Versions::token\"\nstrategy_generator_path = \"round_robin", "c", "Versions::token")
                .file("src/Versions.java", JAVA.formatted(0)).start()) {
            soak(new Soak(project, List.of(ALL), false), REQUESTS);
        }
    }

    @Test
    void everyAnswerBelongsToItsRequestWhileCodeChangesAndWorkersAreKilled() throws Exception {
        try (var project = project("a", "Versions::token", "b", "Versions::token", "c", "Versions::token")
                .file("src/Versions.java", JAVA.formatted(0)).start()) {
            soak(new Soak(project, List.of(ALL), true), REQUESTS_BESIDE_EDITS);
        }
    }

    @Test
    void everyAnswerBelongsToItsRequestInEveryRuntime() throws Exception {
        assumeTrue(
                PythonWorkerTest.runs("import sys; sys.exit(sys.version_info < (3, 9))")
                        && NodeWorkerTest.runs("process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"),
                "no python3 or node");
        var sources = List.of(new Source("src/Versions.java", JAVA, List.of("java")),
                new Source("src/app.py", PYTHON, List.of("python")),
                new Source("src/index.mjs", NODE, List.of("node")),
                new Source("src/loop.py", PROVIDED, List.of("provided")));
        try (var project = project("java", "Versions::token", "python", "app.token", "node", "index.token", "provided",
                "any\"\ncommand = [\"python3\", \"src/loop.py\"]\nruntime = \"provided")) {
            for (var source : sources) project.file(source.file, source.text.formatted(0));
            project.start();
            soak(new Soak(project, sources, true), REQUESTS_BESIDE_EDITS);
        }
    }

    /// Functions with two execution environments each. Not started yet.
    ///
    /// @param handlers pairs of name and handler
    private static TestProject project(String... handlers) throws IOException {
        var toml = new StringBuilder();
        for (int i = 0; i < handlers.length; i += 2)
            toml.append("[handlers.%s]\nurl_path = \"/%s\"\nsource = \"src\"\nconcurrency = 2\nhandler_path = \"%s\"\n"
                    .formatted(handlers[i], handlers[i], handlers[i + 1]));
        var project = TestProject.of(toml.toString());
        java.nio.file.Files.createDirectory(project.folder.resolve("src"));
        return project.forgetful();
    }

    private static void soak(Soak soak, int requests) throws Exception {
        soak.run(requests / 5);
        var early = soak.usage();
        soak.run(requests - requests / 5);
        var last = soak.usage();

        System.out.println(
                "soak of " + soak.functions + ": " + requests + " requests, " + soak.saved + " edits, " + soak.kills
                        + " kills, " + soak.failures.size() + " failed; at 20 % " + early + ", at the end " + last);
        assertTrue(soak.kills.get() > 0 && (!soak.edits || soak.saved.get() > 2 * soak.sources.size()),
                soak.kills + " kills, " + soak.saved + " edits");
        assertTrue(last.heap() - early.heap() < SMALL_HEAP_CHANGE, "live heap: " + early + ", then " + last);
        assertEquals(early.processes(), last.processes(), "processes");
        // Clients and front keep connections for a while, more or less of them.
        assertTrue(last.files() <= early.files() + CLIENTS / 2 && last.platformThreads() <= early.platformThreads() + 3
                && last.virtualThreads() <= early.virtualThreads() + 3, early + ", then " + last);
    }

    /// @param text of every version, with `%d` for its number
    private record Source(String file, String text, List<String> functions) {}

    /// Clients that ask as fast as they are answered, while workers are killed and files change. Every function answers
    /// the version of its code and its request's token.
    private static final class Soak {
        private final TestProject project;
        private final List<Source> sources;
        private final boolean edits;
        private final List<String> functions;
        private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
        private final Map<String, Integer> written = new ConcurrentHashMap<>();
        private final AtomicInteger tokens = new AtomicInteger();
        private final AtomicInteger kills = new AtomicInteger();
        private final AtomicInteger saved = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();

        /// @param edits whether files change while clients ask
        Soak(TestProject project, List<Source> sources, boolean edits) throws Exception {
            this.project = project;
            this.sources = sources;
            this.edits = edits;
            this.functions = sources.stream().flatMap(source -> source.functions.stream()).toList();
            for (var function : functions) {
                seen.put(function, new AtomicInteger());
                assertEquals("0 first", project.get("/" + function + "?token=first").body());
            }
        }

        void run(int requests) throws Exception {
            var stop = new AtomicBoolean();
            var killer = Thread.ofPlatform().start(() -> kill(stop));
            var editor = Thread.ofPlatform().start(() -> edit(stop));
            var left = new AtomicInteger(requests);
            try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
                var work = new ArrayList<Callable<Void>>();
                for (int client = 0; client < CLIENTS; client++) work.add(() -> {
                    while (left.getAndDecrement() > 0) ask(tokens.getAndIncrement());
                    return null;
                });
                for (var done : clients.invokeAll(work)) done.get();
            } finally {
                stop.set(true);
                killer.join();
                editor.join();
            }
            assertKillsExplainFailures();
        }

        private void ask(int number) throws Exception {
            var function = functions.get(number % functions.size());
            int atLeast = seen.get(function).get();
            var reply = project.get("/" + function + "?token=token-" + number);
            if (reply.statusCode() != 200) {
                failures.add(reply.statusCode() + " " + reply.body());
                return;
            }
            var answer = reply.body().split(" ");
            int version = Integer.parseInt(answer[0]);
            assertEquals("token-" + number, answer[1], "the answer of another request");
            assertTrue(version >= atLeast,
                    "code " + version + " of " + function + " where " + atLeast + " had answered before");
            seen.get(function).accumulateAndGet(version, Math::max);
        }

        private void kill(AtomicBoolean stop) {
            var random = new Random(7);
            while (!stop.get()) {
                var pids = new ArrayList<Long>();
                for (var function : functions)
                    project.smyth().status(function).forEach(environment -> environment.pid().ifPresent(pids::add));
                if (!pids.isEmpty() && ProcessHandle.of(pids.get(random.nextInt(pids.size())))
                        .filter(ProcessHandle::destroyForcibly).isPresent())
                    kills.incrementAndGet();
                // the rhythm of the disturbance, nothing waits for it
                LockSupport.parkNanos(random.nextInt(100, 300) * 1_000_000L);
            }
        }

        private void edit(AtomicBoolean stop) {
            while (edits && !stop.get()) {
                LockSupport.parkNanos(600_000_000L); // likewise
                int version = saved.incrementAndGet();
                save(sources.get(version % sources.size()), version);
            }
        }

        private void save(Source source, int version) {
            try {
                project.file(source.file, source.text.formatted(version));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (var function : source.functions) written.put(function, version);
        }

        /// A request may fail with the worker that had it, and with nothing else.
        private void assertKillsExplainFailures() {
            for (var failure : failures)
                assertTrue(failure.startsWith("500 ") && failure.contains("\"errorType\":\"Runtime.ExitError\"")
                        && failure.contains("signal: killed"), failure);
            assertTrue(failures.size() <= kills.get(),
                    failures.size() + " failures of " + kills + " kills: more than one request failed with a worker");
        }

        /// With one worker of each function, the last code in it, and one in reserve where there are any: as much as
        /// at any other time.
        FlatTest.Usage usage() throws Exception {
            for (var source : sources) save(source, saved.incrementAndGet());
            for (var function : functions) TestProject.await(function + " answers with the last code",
                    () -> last(function).equals(written.getOrDefault(function, 0) + " last"));
            return FlatTest.Usage.settled();
        }

        private String last(String function) {
            try {
                return project.get("/" + function + "?token=last").body();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
