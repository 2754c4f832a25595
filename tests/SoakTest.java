import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many clients, several functions, workers killed at random. `SMYTH_SOAK=5000` asks for that many requests; without it 1,500 are sent.
@Tag("slow")
class SoakTest {
    private static final int CLIENTS = 32;
    private static final int REQUESTS = Integer.parseInt(System.getenv().getOrDefault("SMYTH_SOAK", "1500"));
    private static final int REQUESTS_BESIDE_EDITS = REQUESTS / 3; // most of them wait for the compiler

    @Test
    void everyAnswerBelongsToItsRequestWhileWorkersAreKilled() throws Exception {
        var two = "fixtures.Echo::token\nconcurrency = 2";
        try (var project = TestProject.serving("a", two, "b", two + "\nstrategy_generator_path = \"round_robin\"", "c", two); var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (var function : List.of("a", "b", "c")) assertEquals(200, project.get("/" + function + "?token=first").statusCode());
            var stop = new AtomicBoolean();
            var kills = new AtomicInteger();
            var killer = Thread.ofPlatform().start(() -> kill(project, stop, kills));
            var failures = new ConcurrentLinkedQueue<String>();
            var next = new AtomicInteger();
            var early = new Live[1];

            var work = new ArrayList<Callable<Void>>();
            for (int client = 0; client < CLIENTS; client++) work.add(() -> {
                for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                    if (i == REQUESTS / 5) early[0] = Live.now();
                    var token = "token-" + i;
                    var reply = project.get("/" + "abc".charAt(i % 3) + "?token=" + token + "&sleep=" + i % 4);
                    if (reply.statusCode() == 200) assertEquals(token, reply.body(), "the answer of another request");
                    else failures.add(reply.statusCode() + " " + reply.body());
                }
                return null;
            });
            for (var done : clients.invokeAll(work)) done.get();
            stop.set(true);
            killer.join();

            assertKillsExplain(failures, kills.get());
            assertTrue(kills.get() > 0, "nothing was killed");
            for (var function : List.of("a", "b", "c")) assertEquals("last", project.get("/" + function + "?token=last").body());
            System.out.println("soak: " + REQUESTS + " requests, " + kills + " kills, " + failures.size() + " failed; at 20 % " + early[0] + ", at the end " + Live.now());
            assertFlat(early[0]);
        }
    }

    @Test
    void everyAnswerBelongsToItsRequestWhileCodeChangesAndWorkersAreKilled() throws Exception {
        var functions = new StringBuilder();
        for (var name : List.of("a", "b", "c"))
            functions.append("[handlers.%s]\nhandler_path = \"Versions::token\"\nurl_path = \"/%s\"\nsource = \"src\"\nconcurrency = 2\n".formatted(name, name));
        try (var project = TestProject.of(functions.toString()).file("src/Versions.java", versions(0)).start(); var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (var function : List.of("a", "b", "c")) assertEquals("0 first", project.get("/" + function + "?token=first").body());
            var stop = new AtomicBoolean();
            var kills = new AtomicInteger();
            var saved = new AtomicInteger();
            var killer = Thread.ofPlatform().start(() -> kill(project, stop, kills));
            var editor = Thread.ofPlatform().start(() -> edit(project, stop, saved));
            var seen = Map.of("a", new AtomicInteger(), "b", new AtomicInteger(), "c", new AtomicInteger());
            var failures = new ConcurrentLinkedQueue<String>();
            var next = new AtomicInteger();

            var work = new ArrayList<Callable<Void>>();
            for (int client = 0; client < CLIENTS; client++) work.add(() -> {
                for (int i = next.getAndIncrement(); i < REQUESTS_BESIDE_EDITS; i = next.getAndIncrement()) {
                    var function = String.valueOf("abc".charAt(i % 3));
                    int atLeast = seen.get(function).get();
                    var reply = project.get("/" + function + "?token=token-" + i);
                    if (reply.statusCode() != 200) {
                        failures.add(reply.statusCode() + " " + reply.body());
                        continue;
                    }
                    var answer = reply.body().split(" ");
                    int version = Integer.parseInt(answer[0]);
                    assertEquals("token-" + i, answer[1], "the answer of another request");
                    assertTrue(version >= atLeast, "code " + version + " where " + atLeast + " had answered before");
                    seen.get(function).accumulateAndGet(version, Math::max);
                }
                return null;
            });
            for (var done : clients.invokeAll(work)) done.get();
            stop.set(true);
            killer.join();
            editor.join();

            assertKillsExplain(failures, kills.get());
            assertTrue(kills.get() > 0 && saved.get() > 0, kills + " kills, " + saved + " edits");
            for (var function : List.of("a", "b", "c")) TestProject.await(function + " answers with the last code", () -> last(project, function).equals(saved.get() + " last"));
            System.out.println("soak: " + REQUESTS_BESIDE_EDITS + " requests, " + saved + " edits, " + kills + " kills, " + failures.size() + " failed; " + seen);
        }
    }

    /// A token and the version of the code, a moment later.
    private static String versions(int version) {
        return """
                import java.util.Map;

                public class Versions {
                    public String token(Map<String, Object> event) throws InterruptedException {
                        Thread.sleep(2);
                        return "%d " + ((Map<?, ?>) event.get("queryStringParameters")).get("token");
                    }
                }
                """.formatted(version);
    }

    private static void edit(TestProject project, AtomicBoolean stop, AtomicInteger saved) {
        while (!stop.get()) {
            java.util.concurrent.locks.LockSupport.parkNanos(300_000_000L); // the rhythm of the disturbance, nothing waits for it
            try {
                project.file("src/Versions.java", versions(saved.incrementAndGet()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static String last(TestProject project, String function) {
        try {
            return project.get("/" + function + "?token=last").body();
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A request may fail with the worker that had it, and with nothing else.
    private static void assertKillsExplain(Collection<String> failures, int kills) {
        for (var failure : failures) assertTrue(failure.startsWith("500 ") && failure.contains("\"errorType\":\"Runtime.ExitError\"") && failure.contains("signal: killed"), failure);
        assertTrue(failures.size() <= kills, failures.size() + " failures of " + kills + " kills: more than one request failed with a worker");
    }

    private static void kill(TestProject project, AtomicBoolean stop, AtomicInteger kills) {
        var random = new Random(7);
        while (!stop.get()) {
            var pids = new ArrayList<Long>();
            for (var function : List.of("a", "b", "c")) project.smyth().status(function).forEach(environment -> environment.pid().ifPresent(pids::add));
            if (!pids.isEmpty() && ProcessHandle.of(pids.get(random.nextInt(pids.size()))).filter(ProcessHandle::destroyForcibly).isPresent()) kills.incrementAndGet();
            java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(100, 300) * 1_000_000L); // the rhythm of the disturbance, nothing waits for it
        }
    }

    private static void assertFlat(Live early) throws InterruptedException {
        TestProject.await("threads, files and processes are as before", () -> {
            var now = Live.now();
            return now.threads <= early.threads + 3 && now.files <= early.files + 12 && now.heap - early.heap < 10 << 20;
        });
    }

    /// What must not grow.
    private record Live(long heap, int threads, long files) {
        static Live now() {
            System.gc();
            var runtime = Runtime.getRuntime();
            long files = 0;
            try (var open = Files.list(Path.of("/proc/self/fd"))) {
                files = open.count();
            } catch (java.io.IOException e) {
                files = -1; // a system that does not tell
            }
            return new Live(runtime.totalMemory() - runtime.freeMemory(), java.lang.management.ManagementFactory.getThreadMXBean().getThreadCount(), files);
        }

        @Override
        public String toString() {
            return "%.1f MB, %d threads, %d files".formatted(heap / 1048576.0, threads, files);
        }
    }
}
