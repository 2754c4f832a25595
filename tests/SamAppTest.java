import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.Note;

/// `examples/sam-app`: a SAM application with no smyth.toml.
@Tag("slow")
class SamAppTest {
    private static final Path EXAMPLE = Path.of("examples/sam-app");

    @BeforeAll
    static void interpretersAreInstalled() {
        assumeTrue(PythonWorkerTest.runs("import sys; sys.exit(sys.version_info < (3, 9))"),
                "no python3 of 3.9 or later");
        assumeTrue(NodeWorkerTest.runs("process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"),
                "no node of 18 or later");
    }

    @Test
    void everyRouteAnswersWithTheEventOfItsApi() throws Exception {
        try (var project = example().start()) {
            assertEquals(List.of(), project.all(EnvironmentStarted.class), "started before anything was asked for");

            assertEquals("hello: order 7 of /orders/{id} in live", project.get("/orders/7").body());
            assertEquals("{\"route\": \"GET /prices/{item}\", \"path\": \"/prices/tea\", \"price\": \"12.0 EUR\"}",
                    project.get("/Shop/prices/tea").body());
            assertEquals("{\"route\": \"GET /orders/{id}\", \"path\": \"/orders/7\", \"price\": \"12.0 EUR\"}",
                    project.get("/Shop/orders/7").body());
            assertEquals("<h1>POST /about</h1>", project.post("/lambda-url/Page/about", "").body());
            assertEquals("<h1>GET /</h1>", project.get("/lambda-url/Page").body());
            assertEquals("{\"invoices\": 1}", project.invoke("Invoices", "{\"Records\": [{}]}").body());
            assertEquals(404, project.get("/prices/tea").statusCode());
            assertEquals(404, project.get("/Shop").statusCode());
        }
    }

    @Test
    void aFunctionUrlHasAHostNameOfItsOwn() throws Exception {
        try (var project = example().start()) {
            assertTrue(get(project, "page.localhost", "/about").endsWith("<h1>GET /about</h1>"));
            assertTrue(get(project, "localhost", "/about").startsWith("HTTP/1.1 404"));
        }
    }

    @Test
    void savedSourcesAndTemplatesAreLiveAndRestartWhatTheyAreAbout() throws Exception {
        try (var project = example().start()) {
            assertEquals("hello: order 7 of /orders/{id} in live", project.get("/orders/7").body());
            project.get("/Shop/prices/tea");
            var orders = pid(project, "Orders");
            var prices = pid(project, "Prices");

            edit(project, "functions/orders/src/main/java/shop/Orders.java", "order %s", "number %s");
            assertEquals("hello: number 7 of /orders/{id} in live", project.get("/orders/7").body());
            assertNotEquals(orders, pid(project, "Orders"));
            var edited = pid(project, "Orders");

            edit(project, "template.yaml", "TAX: \"0.2\"", "TAX: \"0.5\"");
            assertTrue(project.get("/Shop/prices/tea").body().contains("15.0 EUR"));
            assertNotEquals(prices, pid(project, "Prices"));
            assertEquals(edited, pid(project, "Orders"));
            var taxed = pid(project, "Prices");

            edit(project, "template.yaml", "/prices/{item}", "/costs/{item}");
            assertTrue(project.get("/Shop/costs/tea").body().contains("GET /costs/{item}"));
            assertEquals(taxed, pid(project, "Prices"));
            assertEquals("hello: number 7 of /orders/{id} in live", project.get("/orders/7").body());
            assertEquals(edited, pid(project, "Orders"));
        }
    }

    @Test
    void aTomlThatIsWrittenLaterOverridesTheTemplate() throws Exception {
        try (var project = example().start()) {
            assertTrue(project.get("/Shop/prices/tea").body().contains("12.0 EUR"));

            project.file("smyth.toml", "parameters = { Currency = \"PLN\" }\n[apis.Shop]\nbase_path = \"/v2\"\n");
            Thread.sleep(50); // the promise on Linux

            assertTrue(project.get("/v2/prices/tea").body().contains("12.0 PLN"));
            assertEquals(404, project.get("/Shop/prices/tea").statusCode());
        }
    }

    @Test
    void aBrokenTemplateLeavesTheOneBeforeInForce() throws Exception {
        try (var project = example().start()) {
            project.get("/Shop/prices/tea");
            edit(project, "template.yaml", "Globals:", "Globals: [");
            project.await(Note.class,
                    note -> note.text().endsWith("the configuration before it stays in force"));
            assertEquals(200, project.get("/Shop/prices/tea").statusCode());
        }
    }

    // --- infra ---

    private static TestProject example() throws IOException {
        var project = TestProject.empty();
        try (var files = Files.walk(EXAMPLE)) {
            for (var file : files.filter(Files::isRegularFile).filter(file -> !file.toString().contains("__pycache__"))
                    .toList())
                project.file(EXAMPLE.relativize(file).toString(), Files.readString(file));
        }
        return project;
    }

    private static void edit(TestProject project, String name, String from, String to)
            throws IOException, InterruptedException {
        var text = Files.readString(project.folder.resolve(name));
        assertTrue(text.contains(from), text);
        project.file(name, text.replace(from, to));
        Thread.sleep(50); // the promise on Linux
    }

    /// HttpClient sends no Host of one's own.
    private static String get(TestProject project, String host, String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), project.uri("/").getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + ":"
                    + socket.getPort() + "\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static OptionalLong pid(TestProject project, String function) {
        return project.smyth().status(function).getFirst().pid();
    }
}
