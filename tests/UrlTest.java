import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Smyth run from a URL, as `jbang smyth@mirumee` does: each file that it needs is named somewhere, for JBang sees no
/// folders there.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "jbangw is a shell script")
class UrlTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private static final List<String> SERVED = List.of("smyth.java", "jbang-catalog.json", "lib");

    private HttpServer files;
    private Path folder;
    private String url;

    @BeforeEach
    void serveTheCheckout() throws IOException {
        folder = Files.createTempDirectory("smyth-url");
        // A copy of what is published, so that nothing else can be reached by accident.
        for (var name : SERVED) copy(CHECKOUT.resolve(name), folder.resolve("served").resolve(name));
        files = SimpleFileServer.createFileServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("served"), OutputLevel.NONE);
        files.start();
        url = "http://127.0.0.1:" + files.getAddress().getPort();
    }

    @AfterEach
    void stop() throws IOException {
        files.stop(0);
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    @Test
    void everyFileIsFoundByUrlAndTheCatalogNamesTheScript() throws Exception {
        assertTrue(jbang("run", url + "/smyth.java", "--version").startsWith("smyth 0."));
        assertTrue(jbang("smyth@" + url + "/jbang-catalog.json", "--version").startsWith("smyth 0."));

        assertEquals("{\"hello\": \"Ada\", \"greeted\": 1}", served("hello", "/Ada"));
        // The workers of other languages come along as files.
        if (PythonWorkerTest.runs(""))
            assertEquals("{\"item\": \"tea\", \"price\": 3}", served("polyglot", "/price/tea"));
        if (NodeWorkerTest.runs(""))
            assertTrue(served("polyglot", "/page").startsWith("<h1>Hello Java-http-client</h1>"));
    }

    /// What an example answers that is served by the Smyth of the URL.
    private String served(String example, String path) throws Exception {
        var serving = start("smyth@" + url + "/jbang-catalog.json",
                CHECKOUT.resolve("examples").resolve(example).toString(), "--port", "0");
        try (var out = new BufferedReader(new InputStreamReader(serving.getInputStream(), UTF_8))) {
            var ready = out.readLine();
            assertTrue(ready != null && ready.startsWith("Smyth on http://127.0.0.1:"), ready);
            try (var client = HttpClient.newHttpClient()) {
                return client
                        .send(HttpRequest.newBuilder(URI.create(ready.substring("Smyth on ".length()) + path)).build(),
                                BodyHandlers.ofString())
                        .body();
            }
        } finally {
            serving.destroy();
            if (!serving.waitFor(20, TimeUnit.SECONDS)) serving.destroyForcibly();
        }
    }

    // --- infra ---

    /// What it prints to stdout. Nothing of this checkout is in the working directory, where javac would find it
    /// unasked.
    private String jbang(String... args) throws Exception {
        var process = start(args);
        try (var out = process.getInputStream()) {
            var text = new String(out.readAllBytes(), UTF_8);
            assertEquals(0, process.waitFor(), text + log());
            return text;
        }
    }

    private Process start(String... args) throws IOException {
        var command = new ArrayList<>(List.of(CHECKOUT.resolve("jbangw").toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("stderr").toFile()));
        // A JBang that knows nothing yet, but shares the fetched jars: those of Maven Central, and JBang's own.
        builder.environment().put("JBANG_DIR", folder.resolve("jbang").toString());
        builder.environment().remove("JBANG_CACHE_DIR");
        builder.environment().put("JBANG_REPO",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
        builder.environment().put("JBANG_NO_VERSION_CHECK", "true");
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
