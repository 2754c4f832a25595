import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static Path home;
    private static String version;
    private static String first;

    /// An empty home is where most of the time goes, so all tests share one.
    @BeforeAll
    static void releaseAndRunItForTheFirstTime() throws Exception {
        host = FileHost.start(List.of(folder.resolve("release"),
                Path.of(System.getProperty("user.home"), ".m2", "repository")));
        writeRelease(folder.resolve("release"));
        var found = Pattern.compile("Implementation-Version=(\\S+)").matcher(Files.readString(Path.of("smyth.java")));
        assertTrue(found.find());
        version = found.group(1);
        home = Files.createDirectory(folder.resolve("home"));
        host.forget();
        first = jbang("--version");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void releaseIsFetchedWithoutAQuestionAndRuns(TestReporter report) throws Exception {
        assertEquals("smyth " + version, first.replaceFirst(" \\(Java .*\\)\\s*$", ""));
        assertEquals("{\"hello\": \"Ada\", \"greeted\": 1}", served("hello", "/Ada"));

        report.publishEntry("fetched until the first answer",
                host.figures(0, "of Smyth") + "\n" + host.figures(1, "of other libraries"));
        assertFalse(log().contains("trust"), log());
    }

    @Test
    void workersOfOtherLanguagesComeAlong() throws Exception {
        if (PythonWorkerTest.runs(""))
            assertEquals("{\"item\": \"tea\", \"price\": 3}", served("polyglot", "/price/tea"));
        if (NodeWorkerTest.runs(""))
            assertTrue(served("polyglot", "/page").startsWith("<h1>Hello Java-http-client</h1>"));
    }

    @Test
    void releaseStartsAgainWithoutItsRepository() throws Exception {
        host.goAway();
        try {
            assertEquals(first, jbang("--version"));
            assertEquals("{\"hello\": \"Ada\", \"greeted\": 1}", served("hello", "/Ada"));
        } finally {
            host.comeBack();
        }
    }

    @Test
    void handlersGetTheWorkersJarAndNothingOfTheServer() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("project")).resolve("Where.java"), WHERE);

        var classpath = served(folder.resolve("project"), "/").split(":");

        assertEquals(home.resolve(".m2/repository/com/mirumee/smyth-worker").resolve(version)
                .resolve("smyth-worker-" + version + ".jar").toString(), classpath[0]);
        assertEquals(List.of("annotations", "aws-lambda-java-core", "aws-lambda-java-runtime-interface-client",
                "aws-lambda-java-serialization", "smyth-worker", "utils-lite"),
                Arrays.stream(classpath).map(jar -> Path.of(jar).getFileName().toString().replaceFirst("-\\d.*", ""))
                        .sorted().toList());
    }

    /// The JVM writes it when it ends, into a folder that JBang does not create, and JBang keeps it for good.
    @Test
    void firstCommandLeavesAClassArchiveWithWhatServingTakes() throws Exception {
        try (var files = Files.walk(home.resolve("jbang/cache/jars"))) {
            var archive = files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
            assertTrue(Files.readString(archive, ISO_8859_1).contains("smyth/http/DevServer"), archive.toString());
        }
    }

    @Test
    void releaseHasTheLibrariesOfTheCheckout() throws Exception {
        var checkout = run(new ProcessBuilder(CHECKOUT.resolve("jbangw").toString(), "info", "classpath", "smyth.java")
                .redirectError(folder.resolve("checkout.log").toFile()));

        assertEquals(libraries(List.of(checkout.strip().split(File.pathSeparator))), libraries(fetched()));
    }

    // --- infra ---

    /// The jars that JBang fetched.
    private static List<String> fetched() throws IOException {
        try (var files = Files.walk(home.resolve(".m2/repository"))) {
            return files.map(Path::toString).filter(file -> file.endsWith(".jar")).toList();
        }
    }

    /// Their names, without Smyth's own.
    private static Set<String> libraries(List<String> jars) {
        return jars.stream().map(jar -> Path.of(jar).getFileName().toString())
                .filter(name -> !name.matches("(smyth|Worker).*")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void writeRelease(Path to) throws Exception {
        run(new ProcessBuilder(CHECKOUT.resolve("jbangw").toString(), "release", "--to", to.toString(), "--repository",
                host.url(1), "--repository", host.url(0))
                .redirectError(Files.createTempFile(folder, "release", ".log").toFile()));
    }

    private static String served(String example, String path) throws Exception {
        return served(CHECKOUT.resolve("examples").resolve(example), path);
    }

    /// What a project answers that the released Smyth serves.
    private static String served(Path project, String path) throws Exception {
        var serving = builder(project.toString(), "--port", "0").start();
        try (var out = new BufferedReader(new InputStreamReader(serving.getInputStream(), UTF_8))) {
            var ready = out.readLine();
            assertTrue(ready != null && ready.startsWith("Smyth on http://127.0.0.1:"), ready + "\n" + log());
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
    private static String jbang(String... args) throws Exception {
        return run(builder(args));
    }

    private static String run(ProcessBuilder command) throws Exception {
        var process = command.start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        assertEquals(0, status, text + Files.readString(command.redirectError().file().toPath()));
        return text;
    }

    /// Everything that JBang keeps lies in the given home, and so does Maven's repository.
    private static ProcessBuilder builder(String... args) {
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

    private static String log() throws IOException {
        return Files.readString(home.resolve("stderr"));
    }
}
