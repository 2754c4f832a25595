import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.DebuggerListening;
import smyth.journal.Entry.EnvironmentReady;
import smyth.journal.Entry.Note;
import smyth.journal.Entry.WorkerLine;

class DebugTest {
    private static final String HANDSHAKE = "JDWP-Handshake";

    private TestProject project;

    @AfterEach
    void stop() throws IOException {
        if (project != null) project.close();
    }

    @Test
    void workerIsDebuggedOnAPortThatJournalAndStatusName() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle\ndebug = true");

        project.get("/echo");
        var listening = project.await(DebuggerListening.class, _ -> true);

        assertEquals("echo:0", listening.environment());
        assertEquals("java", listening.debugger());
        assertTrue(project.get("/smyth/api/status").body()
                .contains("\"pid\":" + listening.pid() + ",\"revision\":1,\"debug_port\":" + listening.port() + "}"));
        assertEquals(HANDSHAKE, handshake(listening.port()));
    }

    @Test
    void portIsToldOnceForEachProcessAndNeverAsOutputOfTheHandler() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle\ndebug = true");
        project.get("/echo");
        var listening = project.await(DebuggerListening.class, _ -> true);

        handshake(listening.port()); // after which the JVM says again that it listens, on another port
        TestProject.await("the JVM listens again",
                () -> project.smyth().status("echo").getFirst().debugPort().getAsInt() != listening.port());
        assertEquals(HANDSHAKE, handshake(project.smyth().status("echo").getFirst().debugPort().getAsInt()));
        project.get("/echo");
        project.close();

        assertEquals(1, project.all(DebuggerListening.class).size());
        assertEquals(0,
                project.all(WorkerLine.class).stream().filter(line -> line.text().contains("dt_socket")).count());
        project = null;
    }

    @Test
    void nobodyIsWaitedForWhenNobodyAttaches() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle\ndebug = true");
        try (var _ = JournalStreamTest.Events.of(project, "?attach=node,python")) {
            assertEquals(200, project.get("/echo").statusCode());
        }

        assertTrue(project.all(Note.class).stream().noneMatch(note -> note.text().contains("waits")));
    }

    @Test
    void initPhaseWaitsUntilTheDebuggerIsInPlace() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle\ndebug = true");
        try (var events = JournalStreamTest.Events.of(project, "?attach=java")) {
            var answer = CompletableFuture.supplyAsync(() -> get("/echo"));
            var listening = events.next("DebuggerListening");
            assertEquals("echo:0 waits for the debugger to attach, at most 30 s",
                    events.next("Note").get("text").asString());
            assertFalse(answer.isDone());

            assertEquals(404, project.post("/smyth/api/environments/echo:0/attached?pid=1", "").statusCode(),
                    "another process is meant");
            assertTrue(project.all(EnvironmentReady.class).isEmpty());
            assertEquals(204, project.post("/smyth/api/environments/echo%3A0/attached?pid=" + listening.get("pid"), "")
                    .statusCode());

            assertEquals(200, answer.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    @Tag("slow")
    void nextWorkerIsAnnouncedAnew() throws Exception {
        project = TestProject.serving("exits", "fixtures.Exits::with3\ndebug = true");

        project.get("/exits");
        var first = project.await(DebuggerListening.class, _ -> true);
        project.get("/exits");
        var second = project.await(DebuggerListening.class, listening -> listening.pid() != first.pid());

        assertEquals(first.environment(), second.environment());
        assertNotEquals(first.pid(), second.pid());
    }

    @Test
    void deadlineIsNotEnforcedWhileDebugging() throws Exception {
        project = TestProject.serving("sleeps", "fixtures.Sleeps::shortly\ndebug = true\ntimeout = 0.2");

        var outcome = project.outcome("sleeps", "600");

        assertEquals("Returned", outcome.getClass().getSimpleName());
    }

    @Test
    @Tag("slow")
    void fixedPortPassesFromOneWorkerToTheNext() throws Exception {
        int port = freePort();
        project = TestProject.serving("exits", "fixtures.Exits::with3\ndebug = " + port);

        project.get("/exits");
        var first = project.await(DebuggerListening.class, _ -> true);
        project.get("/exits");
        var second = project.await(DebuggerListening.class, listening -> listening.pid() != first.pid());

        assertEquals(port, first.port());
        assertEquals(port, second.port());
    }

    @Test
    @Tag("slow")
    void workerConnectsToAnIdeThatListens() throws Exception {
        try (var ide = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            project = TestProject.serving("echo",
                    "fixtures.Echo::handle\ndebug = \"127.0.0.1:" + ide.getLocalPort() + "\"");
            var answer = CompletableFuture.supplyAsync(() -> get("/echo"));
            ide.setSoTimeout(20_000);
            try (var worker = ide.accept()) {
                assertEquals(HANDSHAKE, handshake(worker));
                assertEquals(200, answer.get(20, TimeUnit.SECONDS));
            }
        }
        assertTrue(project.all(DebuggerListening.class).isEmpty());
    }

    @Test
    @Tag("slow")
    void agentInTheJvmOptionsIsLeftAlone() throws Exception {
        project = TestProject.serving("echo",
                "fixtures.Echo::handle\ndebug = true\njvm_options = "
                        + "[\"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0\"]");

        assertEquals(200, project.get("/echo").statusCode());

        assertTrue(project.await(WorkerLine.class, line -> line.text().startsWith("Listening for transport dt_socket"))
                .environment().equals("echo:0"));
    }

    @Test
    @Tag("slow")
    void nodeWorkerIsDebuggedByItsInspector() throws Exception {
        project = TestProject.of("""
                [handlers.hello]
                handler_path = "hello.handler"
                url_path = "/hello"
                debug = true
                """).file("hello.mjs", "export const handler = async () => 'hello';\n").start();
        try (var events = JournalStreamTest.Events.of(project, "?attach=node")) {
            var answer = CompletableFuture.supplyAsync(() -> get("/hello"));
            var listening = events.next("DebuggerListening");

            assertEquals("node", listening.get("debugger").asString());
            var targets = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + listening.get("port") + "/json/list")).build(),
                    BodyHandlers.ofString());
            assertTrue(targets.body().contains("worker/main.cjs"), targets.body());
            assertEquals(204, project.post("/smyth/api/environments/hello:0/attached?pid=" + listening.get("pid"), "")
                    .statusCode());
            assertEquals(200, answer.get(20, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), project.all(WorkerLine.class));
    }

    @Test
    @Tag("slow")
    void pythonWorkerIsDebuggedByDebugpyWhereThatIsInstalled() throws Exception {
        project = withDebugpy("true").start();
        try (var events = JournalStreamTest.Events.of(project, "?attach=python")) {
            var answer = CompletableFuture.supplyAsync(() -> get("/hello"));
            var listening = events.next("DebuggerListening");

            assertEquals("python", listening.get("debugger").asString());
            try (var adapter = new Socket(InetAddress.getLoopbackAddress(), listening.get("port").asInt())) {
                adapter.setSoTimeout(20_000);
                assertEquals("Content-Length: ", new String(adapter.getInputStream().readNBytes(16), US_ASCII));
            }
            assertEquals(204, project.post("/smyth/api/environments/hello:0/attached?pid=" + listening.get("pid"), "")
                    .statusCode());
            assertEquals(200, answer.get(20, TimeUnit.SECONDS));
        }
    }

    /// What VS Code does with `"request": "attach", "listen": {…}`: its adapter listens, and the worker connects to it.
    @Test
    @Tag("slow")
    void pythonWorkerConnectsToAnIdeThatListens() throws Exception {
        int port = freePort();
        project = withDebugpy("\"127.0.0.1:" + port + "\"");
        try (var adapter = new Adapter()) {
            adapter.send("initialize", "{\"adapterID\":\"debugpy\",\"pathFormat\":\"path\"}");
            adapter.await("\"command\": \"initialize\"");
            adapter.send("attach", "{\"listen\":{\"host\":\"127.0.0.1\",\"port\":" + port + "}}");
            adapter.await("debugpyWaitingForServer");
            project.start();
            var answer = CompletableFuture.supplyAsync(() -> get("/hello"));

            adapter.await("\"event\": \"initialized\"");
            adapter.send("setBreakpoints", "{\"source\":{\"path\":\"" + project.folder.resolve("hello.py")
                    + "\"},\"breakpoints\":[{\"line\":2}]}");
            adapter.await("\"command\": \"setBreakpoints\"");
            assertFalse(answer.isDone(), "nothing runs until the debugger is in place");
            adapter.send("configurationDone", "{}");

            assertTrue(adapter.await("\"event\": \"stopped\"").contains("\"reason\": \"breakpoint\""));
            assertFalse(answer.isDone());
            adapter.send("continue", "{\"threadId\":1}");
            assertEquals(200, answer.get(20, TimeUnit.SECONDS));
        }
        assertTrue(project.all(DebuggerListening.class).isEmpty());
    }

    /// The half of debugpy that an IDE starts, and speaks to over its standard input and output.
    private static final class Adapter implements AutoCloseable {
        private final Process process;
        private int sent;

        Adapter() throws IOException {
            process = new ProcessBuilder("/usr/bin/python3", "-m", "debugpy.adapter").redirectError(Redirect.DISCARD)
                    .start();
        }

        void send(String command, String arguments) throws IOException {
            var request = "{\"seq\":" + ++sent + ",\"type\":\"request\",\"command\":\"" + command + "\",\"arguments\":"
                    + arguments + "}";
            process.getOutputStream()
                    .write(("Content-Length: " + request.length() + "\r\n\r\n" + request).getBytes(US_ASCII));
            process.getOutputStream().flush();
        }

        /// The next message with this in it. Blocks, with a limit.
        String await(String part) throws Exception {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    for (var message = next();; message = next()) if (message.contains(part)) return message;
                } catch (IOException e) {
                    throw new UncheckedIOException("before " + part, e);
                }
            }).get(20, TimeUnit.SECONDS);
        }

        private String next() throws IOException {
            var in = process.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) throw new IOException("the adapter has ended");
                head.append((char) next);
            }
            return new String(in.readNBytes(Integer.parseInt(head.toString().replaceAll("\\D", ""))), US_ASCII);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    @Tag("slow")
    void pythonWorkerWhoseIdeDoesNotListenRunsAndSaysSo() throws Exception {
        project = withDebugpy("\"127.0.0.1:" + freePort() + "\"").start();

        assertEquals(200, get("/hello"), "nobody listens there");

        project.await(WorkerLine.class, line -> line.text().startsWith("no debugger: "));
    }

    /// Debian's Python, which has debugpy where Debian's package of it is installed, as the project's own.
    private static TestProject withDebugpy(String debug) throws Exception {
        var python = Path.of("/usr/bin/python3");
        assumeTrue(
                Files.exists(python) && new ProcessBuilder(python.toString(), "-c", "import debugpy")
                        .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor() == 0,
                "debugpy is not installed in /usr/bin/python3");
        var made = TestProject.of("""
                [handlers.hello]
                handler_path = "hello.handler"
                url_path = "/hello"
                debug = %s
                """.formatted(debug)).file("hello.py", "def handler(event, context):\n    return 'hello'\n");
        Files.createDirectories(made.folder.resolve(".venv/bin"));
        Files.createSymbolicLink(made.folder.resolve(".venv/bin/python"), python);
        return made;
    }

    @Test
    @Tag("slow")
    void pythonWorkerWithoutDebugpyRunsUndebuggedAndSaysSo() throws Exception {
        project = TestProject.of("""
                [handlers.hello]
                handler_path = "hello.handler"
                url_path = "/hello"
                debug = true
                """).file("hello.py", "def handler(event, context):\n    return 'hello'\n");
        var bare = Files.createDirectories(project.folder.resolve(".venv/bin")).resolve("python");
        project.file(".venv/bin/python",
                "#!/bin/sh\ncase $* in *'import debugpy'*) exit 1;; esac\nexec python3 \"$@\"\n");
        assumeTrue(bare.toFile().setExecutable(true));
        project.start();

        assertEquals(200, get("/hello"));

        assertTrue(project.all(Note.class).stream()
                .anyMatch(note -> note.text().startsWith("hello cannot be debugged: debugpy is missing in " + bare)));
    }

    @Test
    @Tag("slow")
    void debuggerThatNeverComesIsWaitedForThirtySeconds() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle\ndebug = true");
        try (var _ = JournalStreamTest.Events.of(project, "?attach=java")) {
            long begun = System.nanoTime();

            var outcome = project.outcome("echo", "{}");

            assertEquals("Returned", outcome.getClass().getSimpleName());
            assertTrue(System.nanoTime() - begun > 30_000_000_000L);
            assertEquals("no debugger has attached to echo:0 within 30 s; it starts without one",
                    project.await(Note.class, note -> note.text().startsWith("no debugger")).text());
        }
    }

    private int get(String path) {
        try {
            return project.get(path).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String handshake(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return handshake(socket);
        }
    }

    private static String handshake(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(HANDSHAKE.getBytes(US_ASCII));
        return new String(socket.getInputStream().readNBytes(HANDSHAKE.length()), US_ASCII);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
