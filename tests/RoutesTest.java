import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.Note;

/// A function apart from its routes: it may have several, and workers outlive a change of them.
class RoutesTest {
    private static final String HANDLER = """
            import java.util.Map;

            public class F {
                public Map<String, Object> handle(Map<String, Object> event) {
                    Object route = event.containsKey("routeKey") ? event.get("routeKey") : event.get("resource");
                    return Map.of("statusCode", 200, "body", ProcessHandle.current().pid() + " " + route);
                }
            }
            """;
    private static final String FUNCTION = "[handlers.f]\nhandler_path = \"F::handle\"\nsource = \"src\"\n";
    private static final String THREE = FUNCTION + """
            [[handlers.f.routes]]
            url_path = "/orders/{id}"
            methods = ["GET"]

            [[handlers.f.routes]]
            url_path = "/orders/{id}"
            event = "rest-api"

            [[handlers.f.routes]]
            url_path = "/admin/{path+}"
            """;

    @Test
    void aFunctionHasThreeRoutesOfTwoFronts() throws Exception {
        try (var project = project(THREE).start()) {
            var pid = project.get("/orders/1").body().split(" ")[0];
            assertEquals(pid + " GET /orders/{id}", project.get("/orders/1").body());
            assertEquals(pid + " /orders/{id}", project.post("/orders/1", "{}").body());
            assertEquals(pid + " ANY /admin/{path+}", project.post("/admin/a/b", "{}").body());
            assertEquals(pid + " null", project.invoke("f", "{}").body().replaceAll(".*\"body\":\"|\".*", ""));

            var unknown = project.get("/other");
            assertEquals(404, unknown.statusCode());
            assertTrue(unknown.body().contains("\"routes\":[\"GET /orders/{id} -> f\",\"ANY /orders/{id} -> f\","
                    + "\"ANY /admin/{path+} -> f\",\"GET /smyth/api/status\"]"), unknown.body());
            assertEquals(1, project.all(EnvironmentStarted.class).size());
        }
    }

    @Test
    void aChangedRouteIsLiveAndRestartsNoWorker() throws Exception {
        try (var project = project(FUNCTION + "url_path = \"/old\"\n").start()) {
            var pid = project.get("/old").body().split(" ")[0];
            change(project, FUNCTION + "url_path = \"/new\"\nmethods = [\"GET\"]\n");

            assertEquals(pid + " GET /new", project.get("/new").body());
            assertEquals(404, project.get("/old").statusCode());
            assertEquals(404, project.post("/new", "").statusCode());

            change(project, THREE);
            assertEquals(pid + " /orders/{id}", project.post("/orders/7", "").body());
            assertEquals(404, project.get("/new").statusCode());
            assertTrue(project.get("/smyth/api/status").body().contains("\"task_counter\":3,\"name\":\"f:0\",\"pid\":"
                    + pid + ","));
            assertEquals(1, project.all(EnvironmentStarted.class).size());
        }
    }

    @Test
    void aChangedSettingOfTheCodeOrItsExecutionDoesRestartIt() throws Exception {
        try (var project = project(FUNCTION + "url_path = \"/f\"\n").start()) {
            var pid = project.get("/f").body().split(" ")[0];
            for (var setting : List.of("env = { A = \"1\" }", "memory_size = 256", "jvm_options = [\"-Xmx99m\"]")) {
                change(project, FUNCTION + "url_path = \"/f\"\n" + setting + "\n");
                var next = project.get("/f").body().split(" ")[0];
                assertNotEquals(pid, next, setting);
                pid = next;
            }
        }
    }

    @Test
    void aWorkerWhoseOwnFunctionsAreToldOfItsRoutesRestartsWithThem() throws Exception {
        var custom = FUNCTION.replace("F::handle", "F::handle\"\ncontext_data_function_path = \"F::context");
        var handler = HANDLER.replace("    public Map", "    public static Map<String, Object> context(Map<String, "
                + "Object> event, Map<String, Object> request) {\n        return Map.of();\n    }\n\n    public Map");
        try (var project = project(custom + "url_path = \"/old\"\n").file("src/F.java", handler).start()) {
            var pid = project.get("/old").body().split(" ")[0];
            change(project, custom + "url_path = \"/new\"\n");
            var now = project.get("/new").body();
            assertTrue(now.endsWith(" ANY /new") && !now.startsWith(pid + " "), now);
        }
    }

    // --- infra ---

    private static TestProject project(String toml) throws IOException {
        return TestProject.of(toml).file("src/F.java", HANDLER);
    }

    /// Waits until the change is seen.
    private static void change(TestProject project, String toml) throws Exception {
        int before = reloads(project);
        project.file("smyth.toml", "port = 0\n" + toml);
        TestProject.await("the configuration is reloaded", () -> reloads(project) > before);
    }

    private static int reloads(TestProject project) {
        return (int) project.all(Note.class).stream().filter(note -> note.text().equals("configuration reloaded"))
                .count();
    }
}
