import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.cli.Command;
import tools.jackson.databind.json.JsonMapper;

class CheckTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whatIsInForceIsPrintedWithoutSecrets() throws Exception {
        Files.writeString(folder.resolve(".env"), "TOKEN=s3cret");
        Files.writeString(folder.resolve("smyth.toml"), """
                port = 9000
                region = "eu-central-1"

                [handlers.orders]
                handler_path = "shop.OrderHandler::handle"
                url_path = "/orders/{path:path}"
                runtime = "java21"
                methods = ["POST", "GET"]
                timeout = 0.5
                env = { STAGE = "local" }
                """);

        assertEquals(0, smyth("check", folder.toString()));
        assertEquals("""
                %s
                  host                  127.0.0.1
                  port                  9000
                  log_level             INFO
                  smyth_path_prefix     /smyth
                  errors                detailed
                  region                eu-central-1
                  account_id            000000000000
                  inherit_credentials   false
                  allowed_hosts         no others

                [handlers.orders]
                  handler_path              shop.OrderHandler::handle
                  url_path                  /orders/{path+}
                  methods                   GET, POST
                  event                     http-api
                  runtime                   java21
                  timeout                   0.5 s
                  concurrency               1
                  strategy_generator_path   first_warm
                  memory_size               128 MB as AWS_LAMBDA_FUNCTION_MEMORY_SIZE; the heap is not limited by it
                  log_level                 INFO
                  env                       STAGE, TOKEN (values are not shown)
                  source                    found from the project
                  classpath                 found from the project
                  debug                     off
                  reserve                   1
                """.formatted(folder.resolve("smyth.toml")), text(out));
        assertEquals("", text(err));
    }

    @Test
    void severalRoutesAreShownAsTheyAreWritten() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"), """
                [handlers.orders]
                handler_path = "shop.OrderHandler"
                [[handlers.orders.routes]]
                url_path = "/orders"
                [[handlers.orders.routes]]
                url_path = "/stream"
                event = "function-url"
                invoke_mode = "response_stream"
                [handlers.audit]
                handler_path = "shop.AuditHandler"
                """);

        assertEquals(0, smyth("check", folder.toString()));
        assertTrue(text(out).contains("""

                [handlers.orders]
                  handler_path              shop.OrderHandler
                  runtime                   found from the project
                """), text(out));
        assertTrue(text(out).contains("""

                [[handlers.orders.routes]]
                  url_path   /orders
                  methods    all
                  event      http-api

                [[handlers.orders.routes]]
                  url_path      /stream
                  methods       all
                  event         function-url
                  invoke_mode   response_stream

                [handlers.audit]
                  handler_path              shop.AuditHandler
                  url_path                  none; reached by name
                """), text(out));
    }

    @Test
    void problemsGoToStandardErrorWithExitCodeTwo() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"), "prot = 1\n[handlers.a]\nhandler_path = \"A\"\n");

        assertEquals(2, smyth("check", folder.toString()));
        assertEquals("", text(out));
        assertEquals("smyth: 1 problem in " + folder.resolve("smyth.toml")
                + "\n  line 1   prot   unknown setting; did you mean port?\n", text(err));
    }

    @Test
    void aHandlerSourceFileIsShownLikeAConfiguration() throws Exception {
        var file = Files.writeString(folder.resolve("Hello.java"),
                "public class Hello { public String hello(String name) { return name; } }");

        assertEquals(0, smyth("check", file.toString()));
        assertTrue(text(out).startsWith(file + "\n"), text(out));
        assertTrue(text(out).contains(("\n[handlers.Hello]\n  handler_path              Hello::hello\n"
                + "  url_path                  $default\n")),
                text(out));
    }

    @Test
    void notesGoToStandardError() throws Exception {
        Files.writeString(folder.resolve("smyth.toml"),
                "[handlers.a]\nhandler_path = \"A\"\nenv = { AWS_LAMBDA_FUNCTION_NAME = \"x\" }\n");

        assertEquals(0, smyth("check", folder.toString()));
        assertEquals("smyth: AWS rejects the environment variable AWS_LAMBDA_FUNCTION_NAME; Smyth sets it\n",
                text(err));
    }

    @Test
    void helpAndVersionWorkEverywhereAndWithoutAProject() {
        for (var command : List.of("", "run", "init", "check")) {
            for (var option : List.of("--help", "--version")) {
                out.reset();
                assertEquals(0, command.isEmpty() ? smyth(option) : smyth(command, option), command + option);
                assertTrue(
                        text(out).matches(option.equals("--help") ? "(?s).*--version.*" : "smyth \\S+ \\(Java .*\\)\n"),
                        text(out));
                assertEquals("", text(err));
            }
        }
        out.reset();
        smyth("init", "--help");
        assertTrue(text(out).contains("smyth init [-hV] [--runtime=R] [DIR]"), text(out));
    }

    @Test
    void aWrongOptionIsBadUsage() {
        assertEquals(2, smyth("check", "--nothing"));
        assertEquals("smyth: unknown option: '--nothing'\nsmyth --help lists the commands and options\n", text(err));
    }

    @Test
    void jsonHasFunctionsAndHandlersWithTheirPlaces() throws Exception {
        var toml = Files.writeString(folder.resolve("smyth.toml"),
                "[handlers.orders]\nhandler_path = \"shop.Orders::create\"\n"
                        + "[handlers.gone]\nhandler_path = \"No.Where\"\n");
        var java = Files.writeString(Files.createDirectories(folder.resolve("src/shop")).resolve("Orders.java"),
                "package shop;\n\nclass Orders {\n  void other() {}\n\n  public int create(int x) { return x; }\n}\n");
        var python = Files.writeString(folder.resolve("app.py"), "\ndef handler(event, context):\n    pass\n");

        assertEquals(0, smyth("check", "--json", folder.toString()));

        var json = JsonMapper.shared().readTree(text(out));
        assertEquals(toml.toString(), json.get("configuration").asString());
        assertEquals(JsonMapper.shared().readTree("""
                [{"name": "orders", "handler_path": "shop.Orders::create", "language": "java", "file": "%s", "line": 6},
                 {"name": "gone", "handler_path": "No.Where", "language": null, "file": null, "line": null}]
                """.formatted(java)), json.get("functions"));
        assertEquals(JsonMapper.shared().readTree("""
                [{"handler_path": "app.handler", "language": "python", "file": "%s", "line": 2}]
                """.formatted(python)), json.get("handlers"));
        assertTrue(json.get("problem").isNull());
        assertEquals("", text(err));
    }

    @Test
    void jsonHasTheProblemBesideTheHandlers() throws Exception {
        Files.writeString(folder.resolve("app.py"), "def handler(event, context):\n    pass\n");
        Files.writeString(folder.resolve("smyth.toml"), "prot = 1\n[handlers.a]\nhandler_path = \"A\"\n");

        assertEquals(2, smyth("check", "--json", folder.toString()));

        var json = JsonMapper.shared().readTree(text(out));
        assertTrue(json.get("problem").asString().contains("line 1   prot   unknown setting"), text(out));
        assertEquals("app.handler", json.get("handlers").get(0).get("handler_path").asString());
    }

    // --- infra ---

    private int smyth(String... args) {
        return Command.run(new PrintStream(out, true), new PrintStream(err, true), args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
