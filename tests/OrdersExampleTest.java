import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the README of examples/orders walks through, on a copy.
@Tag("slow")
class OrdersExampleTest {
    private static final Path EXAMPLE = Path.of("examples/orders");
    private static final Path SERVICE = Path.of("src/main/java/shop/OrderService.java");
    private static final String CONTENT_TYPE = "content-type";

    @Test
    void walkThroughOfTheReadme() throws Exception {
        try (var project = copy().start()) {
            assertReply(201, "{\"order\":{\"id\":1,\"item\":\"tea\",\"quantity\":2,\"total\":8},\"requests\":1}",
                    create(project, "{\"item\": \"tea\", \"quantity\": 2}"));
            assertReply(200, "{\"orders\":[{\"id\":1,\"item\":\"tea\",\"quantity\":2,\"total\":8}],\"requests\":1}",
                    project.get("/orders"));

            edit(project, "return 4;", "return 5;");
            assertReply(200, "{\"orders\":[{\"id\":1,\"item\":\"tea\",\"quantity\":2,\"total\":10}],\"requests\":1}",
                    project.get("/orders"));

            assertReply(400, "{\"message\":\"an order needs an item\"}", create(project, "{\"quantity\": 2}"));
            var invoked = project.invoke("list", "{}").body();
            assertTrue(invoked.contains("\"statusCode\":200") && invoked.contains("\\\"requests\\\":2"), invoked);
        }
    }

    @Test
    void eachFunctionCountsItsOwnRequestsAndBothFollowTheServiceTheyShare() throws Exception {
        try (var project = copy().start()) {
            for (int i = 1; i <= 3; i++) assertTrue(create(project, "{\"item\": \"milk\", \"quantity\": 1}").body()
                    .endsWith("\"total\":4},\"requests\":" + i + "}"));
            assertTrue(project.get("/orders").body()
                    .endsWith("\"id\":3,\"item\":\"milk\",\"quantity\":1,\"total\":4}],\"requests\":1}"));

            edit(project, "return 4;", "return order.item().equals(\"milk\") ? 2 : 4;");

            assertReply(201, "{\"order\":{\"id\":4,\"item\":\"milk\",\"quantity\":3,\"total\":6},\"requests\":1}",
                    create(project, "{\"item\": \"milk\", \"quantity\": 3}"));
            assertTrue(project.get("/orders").body()
                    .endsWith("\"id\":4,\"item\":\"milk\",\"quantity\":3,\"total\":6}],\"requests\":1}"));
        }
    }

    @Test
    void readmeShowsTheAnswersThatAreTestedHere() throws Exception {
        var readme = Files.readString(EXAMPLE.resolve("README.md"));

        for (var answer : new String[] {
                "{\"order\":{\"id\":1,\"item\":\"tea\",\"quantity\":2,\"total\":8},\"requests\":1}",
                "\"quantity\":2,\"total\":10}],\"requests\":1}", "{\"message\":\"an order needs an item\"}"})
            assertTrue(readme.contains("\n" + answer) || readme.contains(answer + "\n"), answer);
        assertTrue(Files.readString(EXAMPLE.resolve(SERVICE)).contains("return 4;"),
                "what the README asks to change is there");
    }

    // --- infra ---

    private static TestProject copy() throws IOException {
        var project = TestProject.of(Files.readString(EXAMPLE.resolve("smyth.toml")));
        project.file("pom.xml", Files.readString(EXAMPLE.resolve("pom.xml")));
        try (var sources = Files.walk(EXAMPLE.resolve("src"))) {
            for (var source : sources.filter(Files::isRegularFile).toList())
                project.file(EXAMPLE.relativize(source).toString(), Files.readString(source));
        }
        return project;
    }

    private static void edit(TestProject project, String from, String to) throws Exception {
        var file = project.folder.resolve(SERVICE);
        Files.writeString(file, Files.readString(file).replace(from, to));
        Thread.sleep(50); // the promise on Linux
    }

    private static HttpResponse<String> create(TestProject project, String order) throws Exception {
        return project.post("/orders", order, CONTENT_TYPE, "application/json");
    }

    private static void assertReply(int status, String body, HttpResponse<String> reply) {
        assertEquals(body, reply.body());
        assertEquals(status, reply.statusCode());
        assertEquals("application/json", reply.headers().firstValue(CONTENT_TYPE).orElseThrow());
    }
}
