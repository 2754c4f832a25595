import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.WorkerLine;

/// What ends with a worker, and what does not: all that it started, and nothing that others did.
class ProcessEndTest {
    /// Answers each event with what it makes of it, and goes on after that.
    static final String BOOTSTRAP = """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            %s
            while true; do
              curl -sS -D headers.txt -o event.json "$api/invocation/next" || exit 1
              id=$(tr -d '\\r' < headers.txt | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
              %s
            done
            """;
    static final String ANSWER = "curl -sS -o /dev/null -X POST \"$api/invocation/$id/response\" -d \"$answer\"";

    private static final String NEVER_ANSWERS = """
            while true; do
              curl -s -o event.json "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" && sleep 2
              sleep 0.05
            done
            """;

    /// Its parent is gone when the file with its pid is there.
    private static final String DAEMON = "(setsid sh -c 'sleep 5000 & echo $! > daemon.pid' &)";
    private static final String DAEMON_WITHOUT_VARIABLES = "(env -i PATH=\"$PATH\" setsid sh -c "
            + "'sleep 5000 & echo $! > daemon.pid' &)";

    @Test
    void whatTheUserStartsIsNeverEnded() throws Exception {
        var toml = "[handlers.mine]\ncommand = []\ntimeout = %s\n";
        var project = TestProject.of(toml.formatted("30"));
        try (project) {
            project.start();
            var address = address(project);
            var builder = new ProcessBuilder("sh", "-c", NEVER_ANSWERS)
                    .directory(project.folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", address);
            var mine = builder.start();
            try {
                project.file("smyth.toml", "port = 0\n" + toml.formatted("0.3"));
                project.await(EnvironmentStopped.class, _ -> true);
                project.await(EnvironmentStarted.class, started -> started.pid() != first(project));
                var reply = project.invoke("mine", "{}").body();
                assertTrue(reply.contains("Task timed out"), reply);
                TestProject.await("the timeout has ended its worker",
                        () -> project.all(EnvironmentStopped.class).size() > 1);
                project.smyth().close();

                assertTrue(mine.isAlive(), "a setting change, a timeout and the stop are Smyth's own affair");
            } finally {
                mine.descendants().forEach(ProcessHandle::destroyForcibly);
                mine.destroyForcibly();
            }
        }
    }

    private static long first(TestProject project) {
        return project.all(EnvironmentStarted.class).getFirst().pid();
    }

    private static String address(TestProject project) throws InterruptedException {
        var says = Pattern.compile("AWS_LAMBDA_RUNTIME_API=(127\\.0\\.0\\.1:\\d+)");
        var line = project.await(WorkerLine.class, written -> says.matcher(written.text()).find()).text();
        return says.matcher(line).results().findFirst().orElseThrow().group(1);
    }

    @Test
    void workerThatExitsWhileIdleLeavesNoChild() throws Exception {
        leavesNothing("sleep 5000 & echo $! > daemon.pid");
    }

    @Test
    void workerThatExitsWhileIdleLeavesNoDaemon() throws Exception {
        leavesNothing(DAEMON);
    }

    @Test
    void workerThatExitsWhileIdleLeavesNoDaemonWithoutVariables() throws Exception {
        assumeTrue(hasControlGroups(), "no control groups to be had here");
        leavesNothing(DAEMON_WITHOUT_VARIABLES);
    }

    private static void leavesNothing(String start) throws Exception {
        try (var project = provided("", start + "\nanswer='\"x\"'; " + ANSWER + "; sleep 1; exit 0")) {
            assertEquals("\"x\"", project.invoke("shell", "{}").body());
            var daemon = daemon(project.folder);
            assertTrue(isAlive(daemon));

            project.await(EnvironmentStopped.class, _ -> true);

            assertTrue(!isAlive(daemon), "it ends with its worker");
        }
    }

    @Test
    void hundredWorkersThatIgnoreSigtermEndTogether() throws Exception {
        var toml = new StringBuilder();
        for (int i = 0; i < 50; i++) toml
                .append("[handlers.f%d]\nhandler_path = \"any\"\nruntime = \"provided.al2023\"\n".formatted(i))
                .append("command = [\"sh\", \"bootstrap\"]\nconcurrency = 2\n");
        try (var project = TestProject.of(toml.toString()); var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            project.file("bootstrap", "trap '' TERM\nsetsid sleep 5000 &\nwhile :; do sleep 5000; done\n").start();
            for (int i = 0; i < 100; i++) {
                var name = "f" + i / 2;
                clients.submit(() -> project.outcome(name, "{}"));
            }
            TestProject.await("all of them run", () -> project.all(EnvironmentStarted.class).size() == 100);
            var all = new ArrayList<ProcessHandle>();
            for (var started : project.all(EnvironmentStarted.class)) {
                var worker = ProcessHandle.of(started.pid()).orElseThrow();
                TestProject.await("it has children", () -> worker.descendants().count() == 2);
                all.add(worker);
                worker.descendants().forEach(all::add);
            }

            long begun = System.nanoTime();
            project.smyth().close();

            long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            assertTrue(took < 3000, "stopping took " + took + " ms");
            assertEquals(List.of(), all.stream().filter(ProcessEndTest::isAlive).toList());
        }
    }

    // --- infra ---

    /// A function `shell` whose program does this at its start and for each event.
    static TestProject provided(String start, String forEach) throws Exception {
        var project = TestProject.of("[handlers.shell]\nhandler_path = \"any\"\nruntime = \"provided.al2023\"\n"
                + "command = [\"sh\", \"bootstrap\"]\nurl_path = \"/\"\n");
        return project.file("bootstrap", BOOTSTRAP.formatted(start, forEach)).start();
    }

    private static ProcessHandle daemon(Path folder) throws InterruptedException, IOException {
        var file = folder.resolve("daemon.pid");
        TestProject.await("it has started", () -> !read(file).isBlank());
        return ProcessHandle.of(Long.parseLong(read(file).strip())).orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A process that has ended may wait for a busy init to ask for its status.
    static boolean isAlive(ProcessHandle process) {
        try {
            return process.isAlive()
                    && !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).matches("(?s).*\\) [ZX] .*");
        } catch (IOException _) {
            return process.isAlive(); // gone just now, or not Linux
        }
    }

    /// Whether the kernel lets us have a control group of our own below the one that we are in.
    static boolean hasControlGroups() throws IOException {
        if (!Files.exists(Path.of("/proc/self/mountinfo"))) return false;
        var mount = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" - cgroup2 ")).map(line -> line.split(" ")[4]).findFirst();
        var path = Files.readAllLines(Path.of("/proc/self/cgroup")).stream().filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring(4)).findFirst();
        if (mount.isEmpty() || path.isEmpty()) return false;
        var probe = Path.of(mount.get()).resolve(path.get()).resolve("smyth-probe-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(probe);
            boolean has = Files.isWritable(probe.resolve("cgroup.kill"));
            Files.delete(probe);
            return has;
        } catch (IOException _) {
            return false;
        }
    }
}
