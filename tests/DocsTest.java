import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// README and docs are right: the test follows each page from top to bottom in an empty folder.
///
/// Blocks that name a file (`java Hello.java`) are written to it. `sh` blocks are run; of `console` blocks the lines
/// with `$`, and the rest is what they must print, where `…` matches anything. Not run: `no-run`, with its reason in
/// a comment before, and `needs=aws` where there is none. The Smyth of this checkout takes the place of `jbang
/// smyth@mirumee`, on a free port; the one started last serves what follows. Scripts that use it as a library are run
/// by `java` on its class path.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the pages' commands are for a POSIX shell")
class DocsTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("(?m)^```([a-z-]+)(.*)\\n((?s:.*?))^```$");
    private static final Pattern SERVES = Pattern
            .compile("jbang smyth@mirumee(?! (init|check|event|--help|--version))(?! invoke)( [^|&;>]*)?( &)?");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    @TestFactory
    Stream<DynamicTest> everyCommandDoesWhatThePageShows() throws IOException {
        return pages().stream().map(page -> DynamicTest.dynamicTest(CHECKOUT.relativize(page).toString(), () -> {
            try (var reader = new Reading(page)) {
                reader.follow();
            }
        }));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (var page : pages()) {
            for (var link : LINK.matcher(Files.readString(page)).results().toList()) {
                var target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                assertTrue(Files.exists(target), page + ": " + link.group());
                if (link.group(2) != null)
                    assertTrue(anchors(target).contains(link.group(2)), page + ": " + link.group());
            }
        }
    }

    @Test
    void whatIsNotRunSaysWhy() throws IOException {
        for (var page : pages()) {
            var text = Files.readString(page);
            for (var block : BLOCK.matcher(text).results().filter(block -> block.group(2).contains("no-run")).toList())
                assertTrue(text.substring(0, block.start()).stripTrailing().endsWith("-->"),
                        page + ": no reason before\n" + block.group());
        }
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.list(CHECKOUT.resolve("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(CHECKOUT::resolve),
                    docs.filter(page -> page.toString().endsWith(".md")).sorted()).toList();
        }
    }

    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase().replaceAll("[^a-z0-9 _-]", "").replace(' ',
                        '-'))
                .toList();
    }

    /// A reader who does what a page says.
    private static final class Reading implements AutoCloseable {
        private final Path page;
        private final Path home;
        private final List<String> exports = new ArrayList<>();
        private Path folder;
        private Process server;
        private Path serverOutput;
        private String url = "http://127.0.0.1:8080";

        Reading(Path page) throws IOException {
            this.page = page;
            this.home = Files.createTempDirectory("smyth-docs").toRealPath();
            this.folder = Files.createDirectory(home.resolve("work"));
            Files.writeString(home.resolve(".curlrc"), "silent\nshow-error\nretry = 0\n");
        }

        void follow() throws Exception {
            for (var block : BLOCK.matcher(Files.readString(page).replace("\r\n", "\n")).results().toList()) {
                var info = block.group(2).strip();
                if (info.contains("no-run")
                        || info.startsWith("needs=") && !isInstalled(info.substring("needs=".length())))
                    continue;
                switch (block.group(1)) {
                    case "sh" -> block.group(3).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .forEach(line -> type(line, ""));
                    case "console" -> console(block.group(3));
                    default -> {
                        if (!info.isEmpty()) write(info, block.group(3));
                    }
                }
            }
        }

        private void write(String name, String text) throws IOException {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }

        private void console(String text) {
            for (var part : text.split("(?m)^\\$ ")) {
                if (part.isBlank()) continue;
                int end = part.indexOf('\n');
                type(part.substring(0, end), part.substring(end + 1));
            }
        }

        private void type(String command, String expected) {
            try {
                if (command.startsWith("cd ")) folder = folder.resolve(command.substring(3).strip()).normalize();
                else if (command.startsWith("export ")) exports.add(command);
                else if (SERVES.matcher(command).matches()) serve(command.replaceFirst(" &$", ""), expected);
                else run(command, expected);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(command, e);
            }
        }

        private void run(String command, String expected) throws IOException, InterruptedException {
            var output = home.resolve("output");
            var process = shell(command.replace("http://127.0.0.1:8080", url), output).start();
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> command + " does not end");
            check(command, expected, () -> text(output), 0);
            assertTrue(process.exitValue() == 0,
                    () -> command + " ended with " + process.exitValue() + "\n" + text(output));
        }

        private void serve(String command, String expected) throws IOException, InterruptedException {
            stopServer();
            serverOutput = Files.createTempFile(home, "server", "");
            server = shell("exec " + command + " --port 0", serverOutput).start();
            var ready = Pattern.compile("Smyth on (http://\\S+)");
            await(() -> ready.matcher(text(serverOutput)).find() || !server.isAlive());
            var found = ready.matcher(text(serverOutput));
            assertTrue(found.find(), () -> command + "\n" + text(serverOutput));
            url = found.group(1);
            check(command, expected, () -> text(serverOutput).replace(url, "http://127.0.0.1:8080"), 20);
        }

        private void check(String command, String expected, Supplier<String> actual, int seconds)
                throws InterruptedException {
            if (expected.isBlank()) return;
            var pattern = Pattern.compile(Stream.of(expected.strip().split("…", -1)).map(Pattern::quote)
                    .reduce((a, b) -> a + "(?s:.*)" + b).orElseThrow());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (!pattern.matcher(actual.get()).find() && System.nanoTime() < end) Thread.sleep(20);
            assertTrue(pattern.matcher(actual.get()).find(),
                    () -> page + ": " + command + "\nprints\n" + actual.get() + "\nin place of\n" + expected);
        }

        private void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (!condition.getAsBoolean() && System.nanoTime() < end) Thread.sleep(20);
        }

        /// A shell whose `jbang smyth@mirumee` is the Smyth under test: this very class path, in a JVM of its own.
        private ProcessBuilder shell(String command, Path output) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            var run = "'" + java + "' -Xlog:disable -XX:+UseSerialGC -cp \"$SMYTH_CLASSPATH\" ";
            var line = String.join("\n", exports) + "\n" + command.replace("jbang smyth@mirumee", run + "smyth")
                    .replaceFirst("^jbang (?=\\w+\\.java)", Matcher.quoteReplacement(run));
            var builder = new ProcessBuilder("bash", "-c", line).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("SMYTH_CLASSPATH", System.getProperty("java.class.path"));
            builder.environment().put("CURL_HOME", home.toString());
            builder.environment().put("NO_COLOR", "1");
            builder.environment().put("AWS_PAGER", "");
            return builder;
        }

        private static String text(Path file) {
            try {
                return new String(Files.readAllBytes(file), UTF_8).replace("\r\n", "\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static boolean isInstalled(String program) throws IOException, InterruptedException {
            return new ProcessBuilder("bash", "-c", "command -v " + program).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        }

        private void stopServer() throws InterruptedException {
            if (server == null) return;
            server.destroy();
            if (!server.waitFor(20, TimeUnit.SECONDS)) server.destroyForcibly();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            stopServer();
            try (var all = Files.walk(home)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            }
        }
    }
}
