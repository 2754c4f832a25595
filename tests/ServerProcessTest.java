import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Smyth as its users run it: a process of its own, with its output, signals and exit codes.
@Tag("slow")
class ServerProcessTest {
    @TempDir
    private Path folder;

    @Test
    void readyLineIsAllThatStdoutGets() throws Exception {
        try (var smyth = start("examples/hello", "--port", "0")) {
            assertEquals("{\"hello\": \"Ada\", \"greeted\": 1}", get(smyth.url + "/Ada"));
            smyth.process.toHandle().destroy(); // the process itself would close its streams with it
            assertTrue(smyth.process.waitFor(5, TimeUnit.SECONDS), "it stops when it is asked to");
            assertEquals("", smyth.restOfStdout());
            var log = smyth.stderr();
            assertTrue(log.contains("  ANY  $default  Hello"), log);
            assertTrue(log.contains("  curl " + smyth.url + "/"), log);
            assertTrue(log.contains("Hello:0 | START RequestId: "), log);
            assertTrue(log.contains("Hello:0 | greeting Ada"), log);
            assertTrue(log.contains("\tMax Memory Used: "), log);
            assertTrue(log.contains("GET /Ada 200 "), log);
            assertFalse(log.contains("\u001b["), "no colours in a pipe");
            assertFalse(log.contains("ended: "), "stopping is no crash: " + log);
        }
    }

    @Test
    void interruptOfTheWholeProcessGroupIsNoCrash() throws Exception {
        try (var smyth = start("examples/hello", "--port", "0")) {
            get(smyth.url + "/");
            var tree = smyth.tree();
            var all = new ArrayList<>(List.of("kill", "-INT"));
            tree.forEach(process -> all.add(Long.toString(process.pid())));
            new ProcessBuilder(all).inheritIO().start().waitFor();

            assertTrue(smyth.process.waitFor(5, TimeUnit.SECONDS));
            assertGone(tree, Duration.ofSeconds(2));
            assertFalse(smyth.stderr().contains("ended: "), smyth.stderr());
        }
    }

    @Test
    void nothingIsLeftTwoSecondsAfterSigkill() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"),
                "[handlers.grandchild]\nhandler_path = \"fixtures.Starts::grandchild\"\nurl_path = \"/\"\nsource = \""
                        + TestProject.FUNCTIONS
                        + "\"\n[handlers.sleeps]\nhandler_path = \"fixtures.Sleeps::swallowing\"\nsource = \""
                        + TestProject.FUNCTIONS + "\"\n");
        try (var smyth = start(folder.toString(), "--port", "0")) {
            var grandchild = ProcessHandle.of(Long.parseLong(get(smyth.url + "/"))).orElseThrow();
            HttpClient.newHttpClient().sendAsync(
                    HttpRequest.newBuilder(URI.create(smyth.url + "/2015-03-31/functions/sleeps/invocations"))
                            .POST(HttpRequest.BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString());
            TestProject.await("both workers run", () -> smyth.tree().size() >= 5);
            var tree = smyth.tree();
            assertTrue(tree.contains(grandchild));

            smyth.process.destroyForcibly();

            assertGone(tree, Duration.ofSeconds(2));
        }
    }

    @Test
    void daemonsDoNotOutliveSigkill() throws Exception {
        daemonEndsAfterSigkill(List.of(), "");
        if (ProcessEndTest.hasControlGroups()) daemonEndsAfterSigkill(List.of(), "env -i PATH=\"$PATH\"");
    }

    @Test
    void daemonsDoNotOutliveSigkillWhereThereAreNoControlGroups() throws Exception {
        var without = List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs none /sys/fs/cgroup && exec \"$@\"", "sh");
        var probe = new ArrayList<>(without);
        probe.add("true");
        assumeTrue(ClientRig.runs(probe.toArray(String[]::new)), "no file systems of our own to be had here");
        daemonEndsAfterSigkill(without, "");
    }

    /// @param within what the server is started with
    /// @param start  what the daemon is started with
    private void daemonEndsAfterSigkill(List<String> within, String start) throws Exception {
        Files.deleteIfExists(folder.resolve("daemon.pid"));
        Files.writeString(folder.resolve("smyth.toml"), "[handlers.shell]\nhandler_path = \"any\"\nurl_path = \"/\"\n"
                + "runtime = \"provided.al2023\"\ncommand = [\"sh\", \"bootstrap\"]\n");
        Files.writeString(folder.resolve("bootstrap"),
                ProcessEndTest.BOOTSTRAP.formatted("",
                        "(" + start + " setsid sh -c 'sleep 5000 & echo $! > daemon.pid' &)\n"
                                + "while [ ! -s daemon.pid ]; do sleep 0.01; done\nanswer=$(cat daemon.pid)\n"
                                + ProcessEndTest.ANSWER));
        try (var smyth = start(within, folder.toString(), "--port", "0")) {
            var daemon = ProcessHandle.of(Long.parseLong(get(smyth.url).strip())).orElseThrow();
            var tree = smyth.tree();
            assertFalse(tree.contains(daemon), "its parent is gone");
            tree.add(daemon);

            smyth.process.destroyForcibly();

            assertGone(tree, Duration.ofSeconds(2));
        }
    }

    @Test
    void aServerThatCannotStopInOrderEndsAllTheSame() throws Exception {
        try (var smyth = start("examples/hello", "--port", "0")) {
            get(smyth.url + "/");
            TestProject.await("guard and compiler run, each of which is waited for", () -> helpers(smyth).size() == 2);
            var stuck = helpers(smyth);
            for (var process : stuck) signal("STOP", process);
            var tree = smyth.tree();
            try {
                smyth.process.toHandle().destroy();

                assertTrue(smyth.process.waitFor(5, TimeUnit.SECONDS), "it ends without them");
                assertTrue(smyth.stderr().contains("stopping took longer than 4 s"), smyth.stderr());
            } finally {
                for (var process : stuck) if (process.isAlive()) signal("CONT", process);
            }
            assertGone(tree, Duration.ofSeconds(2));
        }
    }

    @Test
    void secondInterruptEndsAtOnce() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"), "[handlers.deaf]\nhandler_path = \"any\"\n"
                + "runtime = \"provided.al2023\"\n"
                + "command = [\"sh\", \"-c\", \"trap '' TERM; while :; do sleep 1; done\"]\n");
        try (var smyth = start(folder.toString(), "--port", "0")) {
            HttpClient.newHttpClient().sendAsync(
                    HttpRequest.newBuilder(URI.create(smyth.url + "/2015-03-31/functions/deaf/invocations"))
                            .POST(HttpRequest.BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString());
            TestProject.await("its worker runs", () -> smyth.tree().size() >= 4);
            var guard = smyth.process.children()
                    .filter(child -> child.info().commandLine().orElse("").contains("smyth-guard")).findFirst()
                    .orElseThrow();
            signal("STOP", guard); // or the end might come before the second interrupt
            var tree = smyth.tree();

            signal("INT", smyth.process.toHandle());
            var refused = HttpRequest.newBuilder(URI.create(smyth.url)).build();
            TestProject.await("it is stopping", () -> {
                try {
                    HttpClient.newHttpClient().send(refused, BodyHandlers.discarding());
                    return false;
                } catch (IOException _) {
                    return true;
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            signal("INT", smyth.process.toHandle());

            assertTrue(smyth.process.waitFor(1, TimeUnit.SECONDS), "at once");
            assertEquals(130, smyth.process.exitValue());
            signal("CONT", guard);
            assertGone(tree, Duration.ofSeconds(2));
        }
    }

    private static List<ProcessHandle> helpers(Running smyth) {
        return smyth.process.children()
                .filter(child -> child.info().commandLine().orElse("").matches("(?s).*(smyth-guard|/compiler-).*"))
                .toList();
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertEquals(0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor());
    }

    @Test
    void functionThatTheUserStartsHasItsAddressFromTheStartAndKeepsIt() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"), "[handlers.mine]\ncommand = []\nurl_path = \"/\"\n");
        String address;
        try (var smyth = start(folder.toString(), "--port", "0")) {
            address = address(smyth);
            try (var _ = new Started(address, "one")) {
                assertEquals("one", get(smyth.url));
            }
            var reply = CompletableFuture.supplyAsync(() -> unchecked(smyth.url)); // while there is none
            try (var _ = new Started(address, "two")) {
                assertEquals("two", reply.get(20, TimeUnit.SECONDS));
            }

            // One that takes an invocation and ends, at a breakpoint say.
            var lost = CompletableFuture.supplyAsync(() -> unchecked(smyth.url));
            get("http://" + address + "/2018-06-01/runtime/invocation/next");
            assertFalse(lost.isDone());
            try (var _ = new Started(address, "three")) {
                assertTrue(lost.get(20, TimeUnit.SECONDS).contains("Runtime exited with error: it was started anew"));
                assertEquals("three", get(smyth.url));
            }

            // The same if Smyth has to end its placeholder.
            smyth.process.descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains("sleep 2000000"))
                    .forEach(ProcessHandle::destroyForcibly);
            TestProject.await("the address is there again", () -> smyth.unchecked().split(address, -1).length == 3);
            try (var _ = new Started(address, "four")) {
                assertEquals("four", get(smyth.url));
            }
        }
        try (var smyth = start(folder.toString(), "--port", "0")) {
            assertEquals(address, address(smyth));
        }
    }

    private static String address(Running smyth) throws InterruptedException {
        var says = Pattern.compile(
                "mine:0 \\| mine waits for a function that you start with "
                        + "AWS_LAMBDA_RUNTIME_API=(127\\.0\\.0\\.1:\\d+)");
        TestProject.await("the address", () -> says.matcher(smyth.unchecked()).find());
        return says.matcher(smyth.unchecked()).results().findFirst().orElseThrow().group(1);
    }

    /// What a user starts in an IDE.
    private final class Started implements AutoCloseable {
        private final Process process;

        Started(String address, String answer) throws IOException {
            var script = Files.writeString(folder.resolve("bootstrap"),
                    PolyglotTest.BOOTSTRAP.formatted("echo '\"" + answer + "\"'"));
            var builder = new ProcessBuilder("sh", script.toString()).directory(folder.toFile())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", address);
            process = builder.start();
        }

        @Override
        public void close() throws InterruptedException {
            var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            TestProject.await("they are gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void takenPortIsAMessageThatSaysWhatToDo() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var process = launch("examples/hello", "--port", Integer.toString(taken.getLocalPort()));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            var message = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertTrue(message.startsWith("smyth: port " + taken.getLocalPort() + " of 127.0.0.1 is taken"), message);
            assertTrue(message.contains("--port 0"), message);
            // This test's own command line mentions both java and smyth.
            assertFalse(message.contains("another Smyth"), message);
            assertFalse(message.contains("\tat "), message);
        }
    }

    @Test
    void aSmythThatHasThePortIsNamed() throws Exception {
        try (var first = start("examples/hello", "--port", "0")) {
            var port = first.url.replaceAll(".*:(\\d+).*", "$1");

            var process = launch("examples/hello", "--port", port);

            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            var message = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertEquals("smyth: port " + port + " of 127.0.0.1 is taken (another Smyth, process " + first.process.pid()
                    + "); stop the process that listens there, or use --port 0 for a free port", message.strip());
        }
    }

    @Test
    void configurationProblemsEndWithTwo() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"),
                "prot = 1\n[handlers.a]\nhandler_path = \"\"\nurl_path = \"/{\"\n");
        var process = launch(folder.toString());
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
        var message = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertTrue(message.startsWith("smyth: 3 problems in "), message);
        assertTrue(message.contains("did you mean port?"), message);
        assertEquals("", new String(process.getInputStream().readAllBytes(), UTF_8));
    }

    @Test
    void changesAreSeenWhereTheSystemWatchesNoMore() throws Exception {
        var within = List.of("unshare", "-r", "sh", "-c",
                "echo 12 > /proc/sys/user/max_inotify_watches && exec \"$@\"", "sh");
        var probe = new ArrayList<>(within);
        probe.add("true");
        assumeTrue(ClientRig.runs(probe.toArray(String[]::new)), "no limits of our own to be had here");
        Files.writeString(folder.resolve("smyth.toml"), "[handlers.shell]\nhandler_path = \"any\"\nurl_path = \"/\"\n"
                + "runtime = \"provided.al2023\"\ncommand = [\"sh\", \"bootstrap\"]\nsource = \"src\"\n");
        Files.writeString(folder.resolve("bootstrap"), ProcessEndTest.BOOTSTRAP
                .formatted("answer=$(cat src/*/answer src/*/*/answer | sort -u)", ProcessEndTest.ANSWER));
        for (int i = 0; i < 30; i++) Files.createDirectories(folder.resolve("src/part" + i));
        for (int i = 0; i < 30; i++) Files.writeString(folder.resolve("src/part" + i + "/answer"), "old\n");
        try (var smyth = start(within, folder.toString(), "--port", "0")) {
            assertEquals("old", get(smyth.url));
            for (int i = 0; i < 30; i++) {
                var file = folder.resolve("src/part" + i + "/answer");
                Files.writeString(file, "new\n");
                TestProject.await("the change in " + file, () -> unchecked(smyth.url).equals("new\nold"));
                Files.writeString(file, "old\n");
                TestProject.await("the change back", () -> unchecked(smyth.url).equals("old"));
            }
            Files.createDirectories(folder.resolve("src/part30/inner"));
            Files.writeString(folder.resolve("src/part30/inner/answer"), "later\n");
            TestProject.await("a new folder", () -> unchecked(smyth.url).equals("later\nold"));
            Files.writeString(folder.resolve("src/part30/inner/answer"), "last\n");
            TestProject.await("a change in it", () -> unchecked(smyth.url).equals("last\nold"));
            assertTrue(smyth.stderr().contains("\"sudo sysctl fs.inotify.max_user_watches="), smyth.stderr());
        }
    }

    @Test
    void whatAClientSendsCannotSteerTheTerminal() throws Exception {
        try (var smyth = start("examples/hello", "--port", "0");
                var socket = new Socket("127.0.0.1", URI.create(smyth.url).getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("\u001b]0;owned\u0007\u001b[2J\u009b /x HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(ISO_8859_1));
            assertTrue(new String(socket.getInputStream().readNBytes(9), UTF_8).startsWith("HTTP/1.1 "));
            get(smyth.url + "/y");
            TestProject.await("the access line", () -> smyth.unchecked().contains("GET /y 200"));

            assertFalse(smyth.stderr().matches("(?s).*[\u0000-\u0008\u000b-\u001f\u007f-\u009f].*"), smyth.stderr());
        }
    }

    /// 400 MB in one line and as many in lines, with a server that may have 64 MB, while nobody reads what it prints.
    @Test
    void outputThatNobodyReadsTakesNoMemory() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"),
                "[handlers.loud]\nhandler_path = \"any\"\nurl_path = \"/loud\"\n"
                        + "runtime = \"provided.al2023\"\ncommand = [\"sh\", \"bootstrap\"]\n");
        Files.writeString(folder.resolve("bootstrap"),
                ProcessEndTest.BOOTSTRAP.formatted("", "head -c 400000000 /dev/zero | tr '\\0' x\n"
                        + "yes 'a line of forty characters, no more of it' | head -c 100000000\nanswer='\"done\"'\n"
                        + ProcessEndTest.ANSWER));
        var command = new ArrayList<>(commandLine(folder.toString(), "--port", "0"));
        command.addAll(1, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
        var process = new ProcessBuilder(command).start();
        try (var stdout = process.inputReader(UTF_8)) {
            var url = stdout.readLine().substring("Smyth on ".length());
            for (int i = 0; i < 2; i++) assertEquals("done", get(url + "/loud"));
            assertTrue(process.isAlive());

            // the terminal is read again
            try (var stderr = process.errorReader(UTF_8)) {
                var lines = stderr.lines().iterator();
                String line;
                do
                    line = lines.next();
                while (!line.contains(" log lines left out"));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void malformedHttpIsRefusedAndTheNextRequestWorks() throws Exception {
        try (var smyth = start("examples/hello", "--port", "0");
                var socket = new Socket("127.0.0.1", URI.create(smyth.url).getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write("GET /a?x=a|b HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            assertTrue(new String(socket.getInputStream().readNBytes(12), UTF_8).startsWith("HTTP/1.1 400"),
                    "HttpServer's own answer");
            assertEquals("{\"hello\": \"x\", \"greeted\": 1}", get(smyth.url + "/x"));
        }
    }

    // --- infra ---

    private record Running(Process process, String url, BufferedReader stdout, Path log) implements AutoCloseable {
        List<ProcessHandle> tree() {
            var tree = new ArrayList<>(process.descendants().toList());
            tree.add(process.toHandle());
            return tree;
        }

        String restOfStdout() throws IOException {
            return String.join("\n", stdout.lines().toList());
        }

        String stderr() throws IOException {
            return Files.readString(log);
        }

        String unchecked() {
            try {
                return stderr();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Running start(String... args) throws Exception {
        return start(List.of(), args);
    }

    private Running start(List<String> within, String... args) throws Exception {
        var log = folder.resolve("stderr.txt");
        var command = new ArrayList<>(within);
        command.addAll(commandLine(args));
        var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        var stdout = process.inputReader(UTF_8);
        var ready = stdout.readLine();
        assertTrue(ready != null && ready.startsWith("Smyth on http://127.0.0.1:"),
                ready + "\n" + Files.readString(log));
        return new Running(process, ready.substring("Smyth on ".length()), stdout, log);
    }

    private static Process launch(String... args) throws IOException {
        return new ProcessBuilder(commandLine(args)).start();
    }

    private static List<String> commandLine(String... args) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "smyth"));
        command.addAll(List.of(args));
        return command;
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static String unchecked(String url) {
        try {
            return get(url);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Whether it still runs; a process that has ended may wait for a busy init to ask for its status.
    private static boolean isLeft(ProcessHandle process) {
        try {
            return process.isAlive()
                    && !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).matches("(?s).*\\) [ZX] .*");
        } catch (IOException _) {
            return process.isAlive(); // gone just now, or not Linux
        }
    }

    private static void assertGone(List<ProcessHandle> processes, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (var process : processes) {
            while (isLeft(process) && System.nanoTime() < end) Thread.sleep(5);
            assertFalse(isLeft(process), process.pid() + " is left: " + process.info().commandLine().orElse("?"));
        }
    }
}
