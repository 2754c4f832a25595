import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.journal.Entry.DebuggerListening;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.Note;
import smyth.journal.Entry.RevisionFailed;
import smyth.journal.Entry.RevisionReady;
import smyth.journal.Entry.WorkerLine;

/// Functions in other languages than Java, through HTTP.
@Tag("slow")
class PolyglotTest {
    /// The example of Python Smyth's guide, unchanged.
    private static final String GUIDE = """
            [tool.smyth]
            host = "0.0.0.0"
            port = 8080

            [tool.smyth.handlers.order_handler]
            handler_path = "my_app.handlers.order_handler"
            url_path = "/orders/{path:path}"

            [tool.smyth.handlers.product_handler]
            handler_path = "my_app.handlers.product_handler"
            url_path = "/products/{path:path}"
            """;
    private static final String GUIDE_HANDLERS = """
            COUNT = 0

            def order_handler(event, context):
                global COUNT
                COUNT += 1
                print(event, context)
                return {"statusCode": 200, "body": f"Orders requests: {COUNT}"}

            def product_handler(event, context):
                global COUNT
                COUNT += 1
                print(event, context)
                return {"statusCode": 200, "body": f"Products requests: {COUNT}"}
            """;
    private static final Path NODE_CLIENT = Path.of("tests/node/node_modules/aws-lambda-ric/bin/index.mjs")
            .toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeAll
    static void interpretersAreInstalled() {
        assumeTrue(PythonWorkerTest.runs("import sys; sys.exit(sys.version_info < (3, 9))"),
                "no python3 of 3.9 or later");
        assumeTrue(NodeWorkerTest.runs("process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"),
                "no node of 18 or later");
    }

    // --- Python Smyth's projects ---

    @Test
    void theProjectOfPythonSmythsGuideIsServedAsItIs() throws Exception {
        try (var project = TestProject.pyproject(GUIDE).file("src/my_app/handlers.py", GUIDE_HANDLERS).start()) {
            assertEquals("Orders requests: 1", project.get("/orders/").body());
            assertEquals("Orders requests: 2", project.get("/orders/5").body());
            assertEquals("Products requests: 1", project.get("/products/").body());
            assertEquals("{\"statusCode\": 200, \"body\": \"Orders requests: 3\"}",
                    project.invoke("order_handler", "{}").body());
            var status = project.get("/smyth/api/status").body();
            assertTrue(status.contains("\"order_handler\":{\"processes\":[{\"state\":\"warm\",\"task_counter\":3,"),
                    status);
            assertTrue(status.contains("\"product_handler\":{\"processes\":[{\"state\":\"warm\",\"task_counter\":1,"),
                    status);
        }
    }

    @Test
    void theGuidesConcurrencyPageIsServedAsItIs() throws Exception {
        var more = "concurrency = 2\nfake_coldstart = true\nstrategy_function_path = "
                + "\"smyth.runner.strategy.round_robin\"\n";
        try (var project = TestProject.pyproject(GUIDE + more).file("src/my_app/handlers.py", GUIDE_HANDLERS).start()) {
            for (var body : List.of("Products requests: 1", "Products requests: 1", "Products requests: 2",
                    "Products requests: 2"))
                assertEquals(body, project.get("/products/").body());
        }
    }

    @Test
    void boto3InOneHandlerInvokesAnotherThroughSmyth() throws Exception {
        assumeTrue(PythonWorkerTest.runs("import boto3"), "boto3 is not installed");
        var handlers = """
                import json
                import boto3

                lambda_client = boto3.client("lambda")

                def order_handler(event, context):
                    reply = lambda_client.invoke(FunctionName="product_handler", Payload=b'{"to": "hello"}')
                    queued = lambda_client.invoke(FunctionName="product_handler", InvocationType="Event", Payload=b'{"to": "later"}')
                    return {"statusCode": 200, "body": json.dumps([reply["StatusCode"], json.load(reply["Payload"]), queued["StatusCode"]])}

                def product_handler(event, context):
                    print("got", event["to"])
                    return event
                """;
        try (var project = TestProject.pyproject(GUIDE).file("src/my_app/handlers.py", handlers).start()) {
            assertEquals("[200, {\"to\": \"hello\"}, 202]", project.get("/orders/").body());
            project.await(WorkerLine.class, line -> line.text().equals("got later"));
        }
    }

    @Test
    void eventAndContextFunctionsOfPythonSmythWork() throws Exception {
        var toml = """
                [tool.smyth.handlers.saleor_handler]
                handler_path = "my_project.saleor.handler"
                url_path = "/saleor/{path:path}"
                timeout = 5
                event_data_function_path = "my_project.saleor.make_event"
                context_data_function_path = "my_project.saleor.make_context"
                """;
        var code = """
                async def make_event(request, smyth_handler, process):
                    return {"body": await request.json(), "path": request.path_params["path"], "from": smyth_handler.name}

                async def make_context(request, smyth_handler, process):
                    return {"tenant": request.headers["x-tenant"], "task": [process.name, process.task_counter]}

                def handler(event, context):
                    return {**event, "tenant": context.tenant, "task": context.task, "smyth": context.smyth["handler"]["smyth_handler_config"]}
                """;
        try (var project = TestProject.pyproject(toml).file("my_project/saleor.py", code).start()) {
            assertEquals(
                    "{\"body\": {\"a\": 1}, \"path\": \"x/y\", \"from\": \"saleor_handler\", \"tenant\": \"north\", "
                            + "\"task\": [\"saleor_handler:0\", 0], \"smyth\": {"
                            + "\"name\": \"saleor_handler\", \"url_path\": \"/saleor/{path+}\", "
                            + "\"lambda_handler_path\": \"my_project.saleor.handler\", \"timeout\": 5.0, "
                            + "\"log_level\": \"INFO\", "
                            + "\"concurrency\": 1}}",
                    project.post("/saleor/x/y", "{\"a\":1}", "x-tenant", "north").body());
        }
    }

    @Test
    void theVirtualEnvironmentOfTheProjectIsUsed() throws Exception {
        assumeTrue(PythonWorkerTest.runs("import venv, ensurepip"), "python3 cannot make virtual environments here");
        try (var project = TestProject.of("[handlers.a]\nhandler_path = \"app.handler\"\n")) {
            project.file("app.py",
                    "import os, sys\n\ndef handler(event, context):\n    import only_here\n    return [sys.prefix, "
                            + "os.environ['VIRTUAL_ENV'], only_here.VALUE]\n");
            var venv = project.folder.resolve(".venv");
            assertEquals(0, new ProcessBuilder("python3", "-m", "venv", "--without-pip", venv.toString()).inheritIO()
                    .start().waitFor());
            Path packages;
            try (var files = Files.find(venv, 5, (path, _) -> path.endsWith("site-packages"))) {
                packages = files.findFirst().orElseThrow();
            }
            Files.writeString(packages.resolve("only_here.py"), "VALUE = 5\n");
            project.start();

            assertEquals("[\"" + venv + "\", \"" + venv + "\", 5]", project.invoke("a", "{}").body());
        }
    }

    // --- all languages ---

    @Test
    void theRuntimeIsFoundFromTheFilesOfTheProject() throws Exception {
        try (var project = TestProject.of("""
                [handlers.python]
                handler_path = "shop.orders.handler"
                [handlers.node]
                handler_path = "js/index.handler"
                [handlers.shell]
                handler_path = "any"
                command = ["sh", "bootstrap"]
                [handlers.java]
                handler_path = "Hello"
                """)) {
            project.file("shop/orders.py",
                    "import os\n\ndef handler(event, context):\n    return os.environ['AWS_EXECUTION_ENV']\n")
                    .file("js/index.mjs", "export const handler = async () => process.env.AWS_EXECUTION_ENV;\n")
                    .file("bootstrap", BOOTSTRAP.formatted("echo \"\\\"${AWS_EXECUTION_ENV:-none}\\\"\""))
                    .file("src/Hello.java",
                            "public class Hello { public String handleRequest(Object event) { return "
                                    + "System.getenv(\"AWS_EXECUTION_ENV\"); } }")
                    .start();

            assertTrue(project.invoke("python", "{}").body().matches("\"AWS_Lambda_python3\\.\\d+\""));
            assertTrue(project.invoke("node", "{}").body().matches("\"AWS_Lambda_nodejs\\d+\\.x\""));
            assertEquals("\"none\"", project.invoke("shell", "{}").body());
            assertTrue(project.invoke("java", "{}").body().startsWith("\"AWS_Lambda_java")
                    || project.invoke("java", "{}").body().contains("Hello"));
        }
    }

    @Test
    void savedFilesAreLiveWithTheNextRequest() throws Exception {
        for (var file : List.of("app.py", "index.mjs")) {
            var text = file.endsWith("py") ? "def handler(event, context):\n    return %s\n"
                    : "export const handler = async () => %s;\n";
            var name = file.substring(0, file.indexOf('.'));
            try (var project = TestProject.of("[handlers.f]\nhandler_path = \"" + name + ".handler\"\n")) {
                project.file(file, text.formatted(1)).start();
                for (int version = 1; version < 6; version++) {
                    project.file(file, text.formatted(version));
                    Thread.sleep(50); // the promise on Linux
                    assertEquals(String.valueOf(version), project.invoke("f", "{}").body(), file);
                }
            }
        }
    }

    /// A worker that starts for another reason just while a file is written reads half of it.
    @Test
    void anInitPhaseThatFailsWhileItsCodeChangesIsTriedAgain() throws Exception {
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"app.handler\"\n")) {
            project.file("app.py", """
                    open(__file__, "w").write("def handler(event, context):\\n    return 'saved'\\n")
                    raise RuntimeError("only half of it was there")
                    """).start();
            assertEquals("\"saved\"", project.invoke("f", "{}").body());

            project.file("app.py", "raise RuntimeError('all of it was there')\n");
            Thread.sleep(50); // the promise on Linux
            assertTrue(project.invoke("f", "{}").body().contains("all of it was there"));
        }
    }

    @Test
    void aSyntaxErrorIsShownLikeACompileErrorUntilItIsRepaired() throws Exception {
        try (var project = TestProject.of(
                "[handlers.python]\nhandler_path = \"app.handler\"\n[handlers.node]\nhandler_path = "
                        + "\"js/index.handler\"\n")) {
            project.file("app.py", "def handler(event, context):\n    return {\"a\": 1\n")
                    .file("js/index.mjs", "export const handler = async () => {\n  return {;\n};\n").start();

            var python = project.await(RevisionFailed.class, entry -> entry.function().equals("python")).message();
            assertEquals("app.py:2:12: error: '{' was never closed\n    return {\"a\": 1\n           ^", python);
            var node = project.await(RevisionFailed.class, entry -> entry.function().equals("node")).message();
            assertEquals("js/index.mjs:2:11: error: Unexpected token ';'\n  return {;\n          ^", node);
            var reply = project.invoke("python", "{}");
            assertTrue(reply.body().contains("app.py:2:12: error: '{' was never closed"), reply.body());

            project.file("app.py", "import helper\n\ndef handler(event, context):\n    return helper.VALUE\n")
                    .file("helper.py", "VALUE = 5\n");
            project.await(RevisionReady.class, entry -> entry.function().equals("python"));
            assertEquals("5", project.invoke("python", "{}").body());
        }
    }

    /// Of each language one whose code is made by a command; among the sources, which asks for no further run.
    @Test
    void aBuildCommandIsRunAfterAChange() throws Exception {
        var python = "handler_path = \"app.handler\"\nbuild = \"sed 's/^/VALUE = /' src/value.txt > src/made.py; "
                + "echo >> runs\"\n";
        var node = "handler_path = \"dist/index.handler\"\nbuild = \"mkdir -p dist; sed 's/^/export const handler = "
                + "async () => /' src/value.txt > dist/index.mjs; echo >> runs\"\n";
        var provided = "command = [\"./own/loop\"]\nsource = \"src\"\nbuild = \"mkdir -p own; sed "
                + "\\\"s/ANSWER/$(cat src/value.txt)/\\\" src/bootstrap > own/loop; chmod +x own/loop; echo >> "
                + "runs\"\n";
        for (var toml : List.of(python, node, provided)) {
            try (var project = TestProject.of("[handlers.f]\n" + toml)) {
                project.file("src/app.py", "import made\n\ndef handler(event, context):\n    return made.VALUE\n")
                        .file("src/helper.mjs", "").file("package.json", "{}")
                        .file("src/bootstrap", BOOTSTRAP.formatted("echo ANSWER")).file("src/value.txt", "1\n").start();
                assertEquals("1", project.invoke("f", "{}").body(), toml);
                int first = Files.readAllLines(project.folder.resolve("runs")).size();

                project.file("src/value.txt", "2\n");
                Thread.sleep(50); // the promise on Linux
                assertEquals("2", project.invoke("f", "{}").body(), toml);

                assertTrue(first <= 2, first + " runs for the first revision");
                assertEquals(first + 1, Files.readAllLines(project.folder.resolve("runs")).size(), toml);
            }
        }
    }

    @Test
    void aBuildCommandThatFailsIsShownLikeACompileErrorUntilItIsRepaired() throws Exception {
        for (var toml : List.of("handler_path = \"app.handler\"", "handler_path = \"js/index.handler\"",
                "command = [\"sh\", \"bootstrap\"]\nsource = \"src\"")) {
            try (var project = TestProject.of("[handlers.f]\n" + toml + "\nbuild = \"sh src/make.sh\"\n")) {
                project.file("src/make.sh", "echo no luck; exit 3\n")
                        .file("src/app.py", "def handler(event, context):\n    return 5\n").file("src/index.mjs", "")
                        .file("js/index.mjs", "export const handler = async () => 5;\n")
                        .file("bootstrap", BOOTSTRAP.formatted("echo 5")).start();
                assertEquals("sh src/make.sh ended with code 3\nno luck",
                        project.await(RevisionFailed.class, _ -> true).message());
                assertTrue(project.invoke("f", "{}").body().contains("no luck"));

                project.file("src/make.sh", "echo luck\n");
                TestProject.await("it is built", () -> !project.all(RevisionReady.class).isEmpty());
                assertEquals("5", project.invoke("f", "{}").body());
            }
        }
    }

    @Test
    void whatAHandlerWritesInItsFolderStartsNoRevision() throws Exception {
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"app.handler\"\n")) {
            project.file("app.py",
                    "COUNT = 0\n\ndef handler(event, context):\n    global COUNT\n    COUNT += 1\n    "
                            + "open('made.txt', 'w').write('x')\n    return COUNT\n")
                    .start();
            for (int i = 1; i < 5; i++) assertEquals(String.valueOf(i), project.invoke("f", "{}").body());
        }
    }

    @Test
    void oneFileIsServedAtEveryPath() throws Exception {
        for (var file : List.of("app.py", "index.mjs")) {
            try (var project = TestProject.pyproject("")) {
                project.file(file, file.endsWith("py") ? "def handler(event, context):\n    return event['rawPath']\n"
                        : "export const handler = async (event) => event.rawPath;\n");
                assertTrue(
                        TestProject.command("check", project.folder.resolve(file).toString()).contains("handler_path"),
                        file);
            }
        }
    }

    @Test
    void initMakesAProjectThatRunsInEachLanguage() throws Exception {
        for (var runtime : List.of("python", "node")) {
            var dir = folder.resolve(runtime);
            var said = TestProject.command("init", dir.toString(), "--runtime", runtime);
            assertTrue(said.endsWith("0"), said);
            try (var project = TestProject.of(Files.readString(dir.resolve("smyth.toml")))) {
                var source = runtime.equals("python") ? "hello.py" : "hello.mjs";
                project.file(source, Files.readString(dir.resolve(source))).start();
                assertEquals("{\"hello\":\"Ada\"}", project.get("/hello/Ada").body().replace(" ", ""));
            }
        }
    }

    @Test
    void aMissingInterpreterOrAnotherVersionIsNamed() throws Exception {
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"app.handler\"\nruntime = \"python3.99\"\n")) {
            project.file("app.py",
                    "import os\n\ndef handler(event, context):\n    return os.environ['AWS_EXECUTION_ENV']\n").start();
            assertEquals("\"AWS_Lambda_python3.99\"", project.invoke("f", "{}").body());
            project.await(Note.class,
                    note -> note.text().matches("f asks for python3\\.99 and runs on .*, which is python3\\.\\d+"));
        }
    }

    // --- debugging ---

    @Test
    void nodeIsDebuggedOnAPortThatTheJournalNames() throws Exception {
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"index.handler\"\ndebug = true\n")) {
            project.file("index.mjs", "export const handler = async () => 1;\n").start();
            assertEquals("1", project.invoke("f", "{}").body());
            var listening = project.await(DebuggerListening.class, entry -> entry.debugger().equals("node"));
            try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                var version = client.send(HttpRequest
                        .newBuilder(URI.create("http://127.0.0.1:" + listening.port() + "/json/version")).build(),
                        BodyHandlers.ofString());
                assertTrue(version.body().contains("node.js/v"), version.body());
            }
            project.await(InvocationFinished.class, _ -> true);
            assertEquals(List.of(), project.all(WorkerLine.class));
        }
    }

    @Test
    void pythonIsDebuggedWhereItsInterpreterHasDebugpy() throws Exception {
        boolean has = PythonWorkerTest.runs("import debugpy");
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"app.handler\"\ndebug = true\n")) {
            project.file("app.py", "def handler(event, context):\n    return 1\n").start();
            assertEquals("1", project.invoke("f", "{}").body());
            if (has) assertEquals("python", project.await(DebuggerListening.class, _ -> true).debugger());
            else project.await(Note.class,
                    note -> note.text().startsWith("f cannot be debugged: debugpy is missing in "));
        }
    }

    // --- programs that speak the Runtime API ---

    static final String BOOTSTRAP = """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            while true; do
              curl -sS -D headers.txt -o event.json "$api/invocation/next" || exit 1
              id=$(tr -d '\\r' < headers.txt | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
              answer=$(%s)
              curl -sS -o /dev/null -X POST "$api/invocation/$id/response" -d "$answer"
            done
            """;

    @Test
    void aProgramOfAnyKindServesWithACommand() throws Exception {
        try (var project = TestProject.of(
                "[handlers.shell]\nhandler_path = \"any\"\nruntime = \"provided.al2023\"\ncommand = "
                        + "[\"./bootstrap\"]\nurl_path = \"/shell\"\n")) {
            project.file("bootstrap", BOOTSTRAP.formatted("echo \"{\\\"bytes\\\": $(wc -c < event.json)}\""));
            assertTrue(project.folder.resolve("bootstrap").toFile().setExecutable(true));
            project.start();

            assertEquals("{\"bytes\": 7}", project.invoke("shell", "{\"a\":1}").body());
            project.file("bootstrap", BOOTSTRAP.formatted("echo '\"another\"'"));
            assertTrue(project.folder.resolve("bootstrap").toFile().setExecutable(true));
            Thread.sleep(50); // the promise on Linux
            assertEquals("another", project.get("/shell").body());
        }
    }

    @Test
    void awsNodeClientServesAsAProvidedRuntime() throws Exception {
        assumeTrue(Files.exists(NODE_CLIENT), "AWS's Node client is not installed; run npm ci in tests/node");
        try (var project = TestProject.of(
                """
                        [handlers.node]
                        handler_path = "index.handler"
                        runtime = "provided"
                        command = ["node", "%s", "index.handler"]
                        url_path = "/n"
                        """
                        .formatted(NODE_CLIENT))
                .file("index.mjs", "export const handler = async (event) => ({ path: event.rawPath });\n").start()) {
            assertEquals("{\"path\":\"/n\"}", project.get("/n").body());
            assertEquals("{\"path\":\"/n\"}", project.get("/n").body());
        }
    }

    @Test
    void awsPythonClientServesAsAProvidedRuntime() throws Exception {
        assumeTrue(PythonWorkerTest.runs("import awslambdaric"), "AWS's Python client (awslambdaric) is not installed");
        try (var project = TestProject.of(
                "[handlers.p]\nhandler_path = \"app.handler\"\nruntime = \"provided\"\ncommand = [\"python3\", "
                        + "\"-m\", \"awslambdaric\", \"app.handler\"]\n")
                .file("app.py", "def handler(event, context):\n    return event\n").start()) {
            assertEquals("{\"a\": 1}", project.invoke("p", "{\"a\":1}").body());
        }
    }

    // --- handlers that misbehave ---

    @Test
    void aHandlerThatIgnoresSigtermStillEnds() throws Exception {
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"cases.ignores_term\"\ntimeout = 1\n")) {
            project.file("cases.py", Files.readString(Path.of("tests/fixtures/python/cases.py"))).start();
            long first = Long.parseLong(project.invoke("f", "0").body());
            assertTrue(project.invoke("f", "600").body().contains("Task timed out after 1.00 seconds"));
            project.await(EnvironmentStopped.class, entry -> entry.pid() == first);
            assertFalse(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false));
            assertTrue(Long.parseLong(project.invoke("f", "0").body()) != first);
        }
    }

    @Test
    void whatAHandlerForkedEndsWithItsEnvironment() throws Exception {
        long pid;
        List<ProcessHandle> children;
        try (var project = TestProject.of(
                "[handlers.f]\nhandler_path = \"cases.forks\"\n[handlers.g]\nhandler_path = "
                        + "\"cases.ignores_term\"\n")) {
            project.file("cases.py", Files.readString(Path.of("tests/fixtures/python/cases.py"))).start();
            for (int i = 0; i < 3; i++) assertEquals("\"the parent's\"", project.invoke("f", "\"stays\"").body());
            pid = Long.parseLong(project.invoke("g", "0").body());
            children = ProcessHandle.current().descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains("_smyth_worker")).toList();
            assertTrue(children.size() >= 5, children.toString());
        }
        TestProject.await("all of them gone", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void whatOutlivedItsParentEndsWithTheEnvironment() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc")), "only Linux tells whose a process without parent is");
        ProcessHandle orphan;
        try (var project = TestProject.of(
                "[handlers.shell]\nhandler_path = \"any\"\nruntime = \"provided\"\ncommand = [\"sh\", "
                        + "\"bootstrap\"]\n")) {
            project.file("bootstrap", BOOTSTRAP.formatted(" (sleep 1000 > /dev/null 2>&1 & echo $!)")).start();
            orphan = ProcessHandle.of(Long.parseLong(project.invoke("shell", "0").body())).orElseThrow();
            assertTrue(orphan.isAlive());
        }
        TestProject.await("the orphan gone", () -> !orphan.isAlive());
    }

    @Test
    void aHandlerThatFillsItsOutputOrClosesItsConnectionHarmsNobody() throws Exception {
        try (var project = TestProject.of(
                "[handlers.prints]\nhandler_path = \"cases.prints_much\"\n[handlers.closes]\nhandler_path = "
                        + "\"cases.closes_everything\"\n")) {
            project.file("cases.py", Files.readString(Path.of("tests/fixtures/python/cases.py"))).start();
            assertEquals("20000", project.invoke("prints", "20000").body());
            for (int i = 0; i < 2; i++) {
                var reply = project.invoke("closes", "1").body();
                assertTrue(reply.contains("Runtime exited with error: exit status 1")
                        && reply.contains("Runtime.ExitError"), reply);
            }
            assertEquals("1", project.invoke("prints", "1").body());
        }
    }
}
