import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.config.Debug;
import smyth.journal.Entry.WorkerLine;
import smyth.project.ConfigReader;

/// The examples that are not in Java alone answer as they say.
@Tag("slow")
class ExamplesTest {
    @BeforeAll
    static void interpretersAreInstalled() {
        assumeTrue(PythonWorkerTest.runs("import sys; sys.exit(sys.version_info < (3, 9))"),
                "no python3 of 3.9 or later");
        assumeTrue(NodeWorkerTest.runs("process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"),
                "no node of 18 or later");
    }

    @Test
    void saleorAppIsRegisteredAndGetsItsWebhooks() throws Exception {
        try (var project = example("saleor").start()) {
            var manifest = project.get("/saleor/api/manifest", "X-Forwarded-Proto", "https", "X-Forwarded-Host",
                    "shop.example.com");
            assertTrue(manifest.body().contains("\"tokenTargetUrl\": \"https://shop.example.com/saleor/api/register\""),
                    manifest.body());
            assertEquals("application/json", manifest.headers().firstValue("content-type").orElseThrow());
            assertEquals("{\"success\": true}", project
                    .post("/saleor/api/register", "{\"auth_token\":\"abcde\"}", "Content-Type", "application/json")
                    .body());
            project.await(WorkerLine.class,
                    line -> line.text().endsWith("registered by None with a token of 5 characters"));
            var order = "{\"order\":{\"id\":\"T3JkZXI6MQ==\",\"number\":\"7\"}}";
            assertEquals("{\"orders\": [\"7\"]}", project.post("/saleor/api/webhooks/order-created", order,
                    "Content-Type", "application/json", "Saleor-Event", "order_created").body());
            assertEquals(404, project.get("/saleor/").statusCode());
        }
    }

    @Test
    void oneConfigurationServesEveryLanguage() throws Exception {
        try (var project = example("polyglot").start()) {
            assertEquals("{\"hello\":\"Ada\"}", project.get("/greet/Ada").body());
            assertEquals("{\"item\": \"tea\", \"price\": 3}", project.get("/price/tea").body());
            assertEquals(404, project.get("/price/gold").statusCode());
            assertTrue(project.get("/page").body().startsWith("<h1>Hello Java-http-client</h1>"));
            assertTrue(project.get("/date").body().matches("\\{\"date\": \"\\d{4}-\\d\\d-\\d\\d\"}"));
        }
    }

    /// What the containers would run, without them: two Smyths, one of which invokes the other.
    @Test
    void functionsOfTheContainersInvokeEachOther() throws Exception {
        assumeTrue(PythonWorkerTest.runs("import boto3"), "boto3 is not installed");
        try (var inventory = example("docker/inventory").start(); var orders = example("docker/orders")) {
            var toml = Files.readString(orders.folder.resolve("smyth.toml"));
            orders.file("smyth.toml", toml.replace("http://inventory:8080", inventory.url())).start();

            assertEquals("{\"item\": \"tea\", \"ordered\": true, \"left\": 4}", orders.get("/orders/tea").body());
            assertEquals("{\"item\": \"coffee\", \"ordered\": false, \"left\": 0}",
                    orders.get("/orders/coffee").body());
        }
    }

    @Test
    void debuggersOfTheContainersNeedNothingButTheirLine() throws Exception {
        for (var name : List.of("docker/inventory", "docker/orders")) {
            try (var project = example(name)) {
                project.file("smyth.toml",
                        Files.readString(project.folder.resolve("smyth.toml")).replace("# debug", "debug"));
                assertInstanceOf(Debug.ConnectTo.class,
                        ConfigReader.read(project.folder).functions().getFirst().execution().debug());
            }
        }
    }

    /// A copy of an example, on a free port.
    private static TestProject example(String name) throws IOException {
        var from = Path.of("examples").resolve(name);
        var toml = from.resolve("smyth.toml");
        var project = Files.exists(toml) ? TestProject.of(Files.readString(toml).replaceFirst("host = .*", ""))
                : TestProject.pyproject(Files.readString(from.resolve("pyproject.toml")));
        try (var files = Files.walk(from)) {
            for (var file : files.filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".toml")
                    && !file.toString().contains("__pycache__")).toList())
                project.file(from.relativize(file).toString(), Files.readString(file));
        }
        return project;
    }
}
