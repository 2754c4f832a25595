import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A release as its users get it: `jbang smyth@...` of a catalog that names Maven coordinates, in an empty home.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "jbangw is a shell script")
class ReleaseTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private static final String WHERE = """
            public class Where {
                public String handle() {
                    return System.getProperty("java.class.path");
                }
            }
            """;

    @TempDir
    static Path folder;

    private static FileHost host;
    private static String version;

    @BeforeAll
    static void release() throws Exception {
        var maven = Path.of(System.getProperty("user.home"), ".m2", "repository");
        host = FileHost.start(List.of(folder.resolve("release"), maven));
        writeRelease(folder.resolve("release"));
        var script = Files.readString(Path.of("smyth.java"));
        var found = Pattern.compile("Implementation-Version=(\\S+)").matcher(script);
        assertTrue(found.find());
        version = found.group(1);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void releaseRunsByItsCoordinatesAndLaterWithoutNetwork(TestReporter report) throws Exception {
        var home = Files.createDirectory(folder.resolve("home"));
        host.forget();

        assertEquals("smyth " + version, jbang(home, "--version").replaceFirst(" \\(Java .*\\)\\s*$", ""));
        assertEquals("{\"hello\": \"Ada\", \"greeted\": 1}", served(home, "hello", "/Ada"));

        report.publishEntry("fetched until the first answer", host.figures(0, "of Smyth") + "\n"
                + host.figures(1, "of other libraries"));
        assertFalse(log(home).contains("trust"), log(home));
        if (PythonWorkerTest.runs(""))
            assertEquals("{\"item\": \"tea\", \"price\": 3}", served(home, "polyglot", "/price/tea"));
        if (NodeWorkerTest.runs(""))
            assertTrue(served(home, "polyglot", "/page").startsWith("<h1>Hello Java-http-client</h1>"));

        host.goAway();
        try {
            assertTrue(jbang(home, "--version").startsWith("smyth " + version));
            assertEquals("{\"hello\": \"Ada\", \"greeted\": 1}", served(home, "hello", "/Ada"));
        } finally {
            host.comeBack();
        }
    }

    @Test
    void handlersGetTheWorkersJarAndNothingOfTheServer() throws Exception {
        var home = Files.createDirectory(folder.resolve("another-home"));
        Files.writeString(Files.createDirectory(folder.resolve("project")).resolve("Where.java"), WHERE);

        var classpath = served(home, folder.resolve("project"), "/").split(":");

        assertEquals(home.resolve(".m2/repository/com/mirumee/smyth-worker").resolve(version)
                .resolve("smyth-worker-" + version + ".jar").toString(), classpath[0]);
        assertEquals(List.of("annotations", "aws-lambda-java-core", "aws-lambda-java-runtime-interface-client",
                "aws-lambda-java-serialization", "smyth-worker", "utils-lite"),
                Arrays.stream(classpath).map(jar -> Path.of(jar).getFileName().toString().replaceFirst("-\\d.*", ""))
                        .sorted().toList());
    }

    /// JBang lets the JVM write one when it ends, into a folder that JBang does not create.
    @Test
    void theFirstCommandLeavesAClassArchiveThatServingFindsItsClassesIn() throws Exception {
        var home = Files.createDirectory(folder.resolve("third-home"));

        jbang(home, "--version");

        try (var files = Files.walk(home.resolve("jbang/cache/jars"))) {
            var archive = files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
            var content = Files.readString(archive, ISO_8859_1);
            assertTrue(content.contains("smyth/http/DevServer"), archive + " was written by --version alone");
        }
    }

    @Test
    void sameSourcesMakeTheSameRelease() throws Exception {
        var again = folder.resolve("again");

        writeRelease(again);

        try (var files = Files.walk(again)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertEquals(-1, Files.mismatch(file, folder.resolve("release").resolve(again.relativize(file))),
                        () -> file + " differs");
        }
    }

    // --- infra ---

    private static void writeRelease(Path to) throws Exception {
        run(new ProcessBuilder(CHECKOUT.resolve("jbangw").toString(), "release", "--to", to.toString(), "--repository",
                host.url(0), "--repository", host.url(1))
                        .redirectError(Files.createTempFile(folder, "release", ".log").toFile()));
    }

    private static String served(Path home, String example, String path) throws Exception {
        return served(home, CHECKOUT.resolve("examples").resolve(example), path);
    }

    /// What a project answers that the released Smyth serves.
    private static String served(Path home, Path project, String path) throws Exception {
        var serving = builder(home, project.toString(), "--port", "0").start();
        try (var out = new BufferedReader(new InputStreamReader(serving.getInputStream(), UTF_8))) {
            var ready = out.readLine();
            assertTrue(ready != null && ready.startsWith("Smyth on http://127.0.0.1:"), ready + "\n" + log(home));
            try (var client = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(URI.create(ready.substring("Smyth on ".length()) + path)).build();
                return client.send(request, BodyHandlers.ofString()).body();
            }
        } finally {
            serving.destroy();
            if (!serving.waitFor(20, TimeUnit.SECONDS)) serving.destroyForcibly();
        }
    }

    /// What the released Smyth prints to stdout.
    private static String jbang(Path home, String... args) throws Exception {
        return run(builder(home, args));
    }

    private static String run(ProcessBuilder command) throws Exception {
        var process = command.start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        assertEquals(0, status, text + Files.readString(command.redirectError().file().toPath()));
        return text;
    }

    /// Everything that JBang keeps lies in the given home, and so does Maven's repository.
    private static ProcessBuilder builder(Path home, String... args) {
        var command = new ArrayList<>(List.of(CHECKOUT.resolve("jbangw").toString(),
                "smyth@" + host.url(0) + "/jbang-catalog.json"));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("stderr").toFile()));
        builder.environment().keySet().removeAll(List.of("JBANG_CACHE_DIR", "JBANG_REPO"));
        builder.environment().put("JBANG_DIR", home.resolve("jbang").toString());
        builder.environment().put("JBANG_JAVA_OPTIONS", "-Duser.home=" + home);
        builder.environment().put("JBANG_NO_VERSION_CHECK", "true");
        return builder;
    }

    private static String log(Path home) throws IOException {
        return Files.readString(home.resolve("stderr"));
    }
}
