import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Smyth in a terminal with someone who types: a pseudo-terminal that Python makes.
@Tag("slow")
class TerminalTest {
    private static final String PDB = """
            def handler(event, context):
                breakpoint()
                return "%s" + event["rawPath"]
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void pythonMakesPseudoTerminals() {
        assumeTrue(PythonWorkerTest.runs("import pty, sys; sys.exit(sys.version_info < (3, 9))"),
                "no python3 of 3.9 or later with pseudo-terminals");
    }

    @Test
    void aBreakpointIsAPromptThatTakesWhatIsTyped() throws Exception {
        Files.writeString(folder.resolve("app.py"), PDB.formatted("one "));
        try (var terminal = new Terminal(folder.resolve("app.py"))) {
            for (int i = 0; i < 2; i++) {
                var reply = terminal.get("/tea");
                terminal.await("app:0\u001b[0m | (Pdb) ");
                terminal.type("p event[\"rawPath\"]");
                terminal.await("'/tea'");
                terminal.await("(Pdb) ");
                assertFalse(reply.isDone());
                terminal.type("c");
                assertEquals("one /tea", reply.get(20, TimeUnit.SECONDS));
                terminal.await("END RequestId: ");
            }
        }
    }

    /// The one before is still at its prompt: it goes on reading, and the other one is not left waiting for what
    /// nobody can type.
    @Test
    void aWorkerOfNewCodeDoesNotTakeTheTerminalFromOneThatIsAtAPrompt() throws Exception {
        var app = Files.writeString(folder.resolve("app.py"), PDB.formatted("one "));
        try (var terminal = new Terminal(app)) {
            var first = terminal.get("/a");
            terminal.await("(Pdb) ");
            Files.writeString(app, PDB.formatted("two "));
            terminal.await("app: reloaded");

            var second = terminal.get("/b");
            terminal.await(
                    "app:0 cannot read the terminal, which the worker before it still uses; its standard input is "
                            + "empty");
            assertTrue(second.get(20, TimeUnit.SECONDS).contains("BdbQuit"));
            terminal.await("breakpoint() has no terminal to read from");
            assertFalse(first.isDone());
            terminal.type("c");
            assertEquals("one /a", first.get(20, TimeUnit.SECONDS));

            Files.writeString(app, PDB.formatted("three "));
            terminal.await("app: reloaded");
            var third = terminal.get("/c");
            terminal.await("(Pdb) ");
            terminal.type("c");
            assertEquals("three /c", third.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void javaAndNodeReadTheTerminalToo() throws Exception {
        var java = Files.writeString(folder.resolve("Asks.java"), """
                public class Asks {
                    public String handle(Object event) {
                        System.out.println("Who?");
                        return new java.util.Scanner(System.in).nextLine();
                    }
                }
                """);
        var node = Files.writeString(folder.resolve("asks.mjs"), """
                import { createInterface } from "node:readline/promises";

                export const handler = async () => {
                  const lines = createInterface({ input: process.stdin, output: process.stdout });
                  const name = await lines.question("Who? ");
                  lines.close();
                  return name;
                };
                """);
        for (var file : List.of(java, node)) {
            try (var terminal = new Terminal(file)) {
                var reply = terminal.get("/");
                terminal.await("Who?");
                terminal.type("Ada");
                assertEquals("Ada", reply.get(20, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void withASecondHandlerStandardInputIsEmptyAndPdbSaysWhy() throws Exception {
        Files.writeString(folder.resolve("app.py"), PDB.formatted(""));
        Files.writeString(folder.resolve("smyth.toml"),
                "[handlers.a]\nhandler_path = \"app.handler\"\nurl_path = \"/a\"\n[handlers.b]\nhandler_path = "
                        + "\"app.handler\"\n");
        try (var terminal = new Terminal(folder)) {
            assertTrue(terminal.get("/a").get(20, TimeUnit.SECONDS).contains("BdbQuit"));
            terminal.await(
                    "breakpoint() has no terminal to read from: Smyth lends its own when it runs in one and a "
                            + "single worker can run (one handler, concurrency 1)");
        }
    }

    /// A Smyth of its own in a pseudo-terminal; everything it prints is read, as far as it was asked for.
    private static final class Terminal implements AutoCloseable {
        private final Process process;
        private final StringBuilder screen = new StringBuilder();
        private final String url;
        private int read;

        Terminal(Path path) throws Exception {
            var command = new ArrayList<>(List.of("python3", "-c", "import pty, sys; pty.spawn(sys.argv[1:])",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), "smyth", path.toString(), "--port", "0"));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("TERM", "xterm");
            builder.environment().remove("NO_COLOR");
            process = builder.start();
            Thread.ofVirtual().start(this::pump);
            await("Smyth on ");
            await("\r\n");
            synchronized (this) {
                url = screen.substring(screen.indexOf("Smyth on ") + 9, read).strip();
            }
        }

        private void pump() {
            try (var reader = process.inputReader(UTF_8)) {
                var buffer = new char[4096];
                for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                    synchronized (this) {
                        screen.append(buffer, 0, count);
                        notifyAll();
                    }
                }
            } catch (IOException _) {
                // closed
            }
        }

        /// Blocks until this is printed, after what was awaited before.
        synchronized void await(String text) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (screen.indexOf(text, read) < 0) {
                long rest = end - System.nanoTime();
                if (rest <= 0) throw new AssertionError("not printed: " + text + "\n" + screen);
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            }
            read = screen.indexOf(text, read) + text.length();
        }

        void type(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        }

        CompletableFuture<String> get(String path) {
            return HttpClient.newHttpClient()
                    .sendAsync(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60)).build(),
                            BodyHandlers.ofString())
                    .thenApply(reply -> reply.body());
        }

        @Override
        public void close() throws InterruptedException {
            var all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroy);
            TestProject.await("all of them gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        }
    }
}
