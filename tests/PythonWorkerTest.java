import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smyth.runtimeapi.Start;

/// The Python worker against a Runtime API, compared with what AWS's own Python runtime does: its rules as recorded,
/// and its client where it is installed.
@Tag("slow")
class PythonWorkerTest {
    private static final ClientRig.Shipped PYTHON = ClientRig.Shipped.PYTHON;
    private static final Path TASK = PYTHON.task();
    private static final String STREAMING = "Smyth-Response-Mode: streaming\r\n";
    private static final String REQUEST = """
            {"method":"POST","rawPath":"/a%20b","rawQuery":"a=1&a=2&b=%C3%A9","protocol":"HTTP/1.1","headers":{"host":["localhost:8080"],"x-test":["one","two"]},\
            "pathParameters":{"path":"a b"},"sourceIp":"10.0.0.9","receivedAt":5,"body":"{\\"k\\":[1]}","isBase64Encoded":false}""";

    @BeforeAll
    static void pythonIsInstalled() {
        assumeTrue(runs("import sys; sys.exit(sys.version_info < (3, 9))"), "no python3 of 3.9 or later");
    }

    /// Event and answer, or handler and error, one case a line.
    @Test
    void aResultBecomesTheJsonThatItBecomesOnAws() throws Exception {
        try (var worker = PYTHON.worker("cases.results")) {
            assertEquals("null", worker.say("\"none\""));
            assertEquals("\"\\u00e9\\u2028\\u2615\"", worker.say("\"text\""));
            assertEquals("1000000000000000000000000000000", worker.say("\"big\""));
            assertEquals("1e+22", worker.say("\"float\""));
            assertEquals("NaN", worker.say("\"nan\""));
            assertEquals("raw\0", worker.say("\"bytes\""));
            assertEquals("[\"x\"]", worker.say("\"inner-bytes\""));
            assertEquals("{\"x\": 1, \"y\": 2}", worker.say("\"point\""));
            assertEquals("[1, 2]", worker.say("\"tuple\""));
            assertEquals("{\"1\": \"a\", \"null\": \"b\", \"1.5\": \"c\", \"d\": \"e\"}", worker.say("\"keys\""));
            assertEquals("[1.10, 1E+3, NaN]", worker.say("\"decimal\""));
            assertEquals("\"\\ud800\"", worker.say("\"surrogate\""));
            assertTrue(worker.say("\"bad-keys\"")
                    .startsWith("failed Function.Unknown {\"errorMessage\": \"Unable to marshal response: "
                            + "keys must be str, int, float, bool or None, not tuple\", \"errorType\": "
                            + "\"Runtime.MarshalError\", \"requestId\": \"id-12\", \"stackTrace\": []}"));
            assertTrue(worker.say("\"set\"")
                    .contains("Unable to marshal response: Object of type set is not JSON serializable"));
            assertTrue(worker.say("\"date\"")
                    .contains("Unable to marshal response: Object of type datetime is not JSON serializable"));
            assertTrue(worker.say("\"loop\"").contains("Unable to marshal response: Circular reference detected"));
        }
        try (var worker = PYTHON.worker(Map.of("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13"),
                PYTHON.start("cases.results"))) {
            assertEquals("\"é\u2028☕\"", worker.say("\"text\""));
        }
    }

    @Test
    void anEventThatIsNoJsonIsReportedAsOnAws() throws Exception {
        try (var worker = PYTHON.worker("cases.echo")) {
            assertEquals(
                    "failed Function.Unknown {\"errorMessage\": \"Unable to unmarshal input: Expecting value: line "
                            + "1 column 1 (char 0)\", "
                            + "\"errorType\": \"Runtime.UnmarshalError\", \"requestId\": \"id-0\", \"stackTrace\": []}",
                    worker.say("oops"));
            assertEquals("{\"a\": [1, 2.5, null, true, \"\\u00e9\"]}", worker.say("{\"a\":[1,2.5,null,true,\"é\"]}"));
        }
    }

    @Test
    void aHandlerThatRaisesIsReportedAsOnAws() throws Exception {
        try (var worker = PYTHON.worker("cases.throws")) {
            var file = TASK.resolve("cases.py").toString();
            int line = PYTHON.lineOf("    inner()");

            assertEquals(
                    "failed Function.Unknown {\"errorMessage\": \"no such order: \\u00e9\", \"errorType\": "
                            + "\"ValueError\", \"requestId\": \"id-0\", \"stackTrace\": ["
                            + "\"  File \\\"" + file + "\\\", line " + line + ", in throws\\n    inner()\\n\", "
                            + "\"  File \\\"" + file + "\\\", line " + (line - 1)
                            + ", in inner\\n    raise ValueError(\\\"no such order: \\u00e9\\\")\\n\"]}",
                    worker.say("{}"));
            assertEquals("[ERROR] ValueError: no such order: é\nTraceback (most recent call last):\n\u00a0\u00a0File \""
                    + file + "\", line " + line + ", in throws\n"
                    + "\u00a0\u00a0\u00a0\u00a0inner()\n\u00a0\u00a0File \"" + file + "\", line " + (line - 1)
                    + ", in inner\n"
                    + "\u00a0\u00a0\u00a0\u00a0raise ValueError(\"no such order: é\")\n", worker.output());
        }
        try (var worker = PYTHON.worker("cases.throws_quietly")) {
            assertTrue(worker.say("{}")
                    .startsWith("failed Function.Unknown {\"errorMessage\": \"\", \"errorType\": \"Refused\", "));
        }
        try (var worker = PYTHON.worker("cases.no_arguments")) {
            assertEquals(
                    "failed Function.Unknown {\"errorMessage\": \"no_arguments() takes 0 positional arguments but 2 "
                            + "were given\", \"errorType\": \"TypeError\", "
                            + "\"requestId\": \"id-0\", \"stackTrace\": []}",
                    worker.say("{}"));
        }
        try (var worker = PYTHON.worker("cases.recursion")) {
            var answer = worker.say("{}");
            assertTrue(
                    answer.contains("\"errorType\": \"RecursionError\"") && answer.contains("[Previous line repeated "),
                    answer);
        }
        try (var worker = PYTHON.worker("cases.coroutine")) {
            assertTrue(worker.say("{}")
                    .contains("Unable to marshal response: Object of type coroutine is not JSON serializable"));
        }
    }

    @Test
    void aHandlerThatCannotBeLoadedFailsTheInitPhaseAsOnAws() throws Exception {
        assertEquals(
                fault("MalformedHandlerName", "Bad handler 'handler': not enough values to unpack (expected 2, got 1)"),
                PYTHON.init("handler"));
        assertEquals(fault("BuiltInModuleConflict", "Cannot use built-in module sys as a handler module"),
                PYTHON.init("sys.handler"));
        assertEquals(fault("ImportModuleError", "Unable to import module 'missing': No module named 'missing'"),
                PYTHON.init("missing.handler"));
        assertEquals(
                fault("ImportModuleError",
                        "Unable to import module 'imports_missing': No module named 'nowhere_to_be_found'"),
                PYTHON.init("imports_missing.handler"));
        assertEquals(fault("HandlerNotFound", "Handler 'handler' missing on module 'cases'"),
                PYTHON.init("cases.handler"));
        var syntax = PYTHON.init("broken.handler");
        assertTrue(syntax.startsWith(
                "failed Runtime.UserCodeSyntaxError {\"errorMessage\": \"Syntax error in module 'broken': '{' was "
                        + "never closed (broken.py, line 2)\", "
                        + "\"errorType\": \"Runtime.UserCodeSyntaxError\", \"requestId\": \"\", \"stackTrace\": [\" "
                        + " File \\\""
                        + TASK.resolve("broken.py") + "\\\" Line 2\\n"),
                syntax);
        var atImport = PYTHON.init("fails_at_import.handler");
        assertTrue(atImport.startsWith(
                "failed Runtime.Unknown {\"errorMessage\": \"'port'\", \"errorType\": \"KeyError\", \"requestId\": "
                        + "\"\", \"stackTrace\": ["),
                atImport);
        assertTrue(atImport.endsWith("line 3, in <module>\\n    PORT = VALUES[\\\"port\\\"]\\n\"]} exit status 1"),
                atImport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.orders.handler", "shop/orders.handler"})
    void aModuleInAPackageIsFoundInBothSpellings(String handler) throws Exception {
        try (var worker = PYTHON.worker(handler)) {
            assertEquals("\"shop.orders\"", worker.say("{}"));
        }
    }

    @Test
    void contextSaysWhatItSaysOnAws() throws Exception {
        try (var worker = PYTHON.worker("cases.shows_context")) {
            assertEquals(
                    "[\"id-0\", \"test\", \"$LATEST\", \"256\", \"/aws/lambda/test\", \"stream\", \"arn:test\", "
                            + "[\"t\\u00eftle\", null, {\"k\": \"v\"}, {\"e\": \"f\"}], "
                            + "null, null, true, \"Root=1-2;Sampled=0\"]",
                    worker.say("{}"));
            assertEquals(
                    "[\"id-1\", \"test\", \"$LATEST\", \"256\", \"/aws/lambda/test\", \"stream\", \"arn:test\", "
                            + "null, null, null, true, null]",
                    worker.say("{}"));
        }
    }

    @Test
    void loggingPrintsWhatItPrintsOnAws() throws Exception {
        var text = "[%s]\tTIME\tid-0\t%s\n";
        try (var worker = PYTHON.worker("cases.logs")) {
            assertEquals("null", worker.say("{}"));
            assertEquals("printed é\n" + text.formatted("WARNING", "loud é")
                    + text.formatted("ERROR", "caught\nTraceback (most recent call last):\n  File \""
                            + TASK.resolve("cases.py") + "\", line " + PYTHON.lineOf("        raise KeyError(\"k\")")
                            + ", in logs\n    raise KeyError(\"k\")\nKeyError: 'k'")
                    + "by context\nerror line\n", worker.output());
        }
        try (var worker = PYTHON.worker(Map.of("AWS_LAMBDA_LOG_LEVEL", "INFO"), PYTHON.start("cases.logs"))) {
            worker.say("{}");
            assertTrue(worker.output().contains("[INFO]\tTIME\tid-0\tquiet\n"));
        }
        try (var worker = PYTHON.worker(Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "WARN"),
                PYTHON.start("cases.logs"))) {
            worker.say("{}");
            var lines = worker.output().lines().toList();
            assertEquals(
                    "{\"timestamp\": \"TIME\", \"level\": \"WARNING\", \"message\": \"loud é\", \"logger\": "
                            + "\"shop\", \"requestId\": \"id-0\", \"order\": 5}",
                    lines.get(1));
            assertTrue(lines.get(2).contains(
                    "\"errorType\": \"KeyError\", \"errorMessage\": \"'k'\", \"requestId\": \"id-0\", \"location\": "
                            + "\""),
                    lines.get(2));
        }
        try (var worker = PYTHON.worker(Map.of(), new Start("cases.logs", List.of(TASK), Optional.empty(),
                Optional.empty(), Map.of("log_level", "INFO")))) {
            worker.say("{}");
            assertTrue(worker.output().contains("[INFO]\tTIME\tid-0\tquiet\n"));
        }
    }

    @Test
    void globalsLiveFromOneInvocationToTheNext() throws Exception {
        try (var worker = PYTHON.worker("cases.counts")) {
            assertEquals("{\"calls\": 1}", worker.say("{}"));
            assertEquals("{\"calls\": 2}", worker.say("{}"));
        }
    }

    @Test
    void theEventFunctionMakesTheEventOfHttpRequestsOnly() throws Exception {
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", "cases.event_function", null))) {
            assertEquals(
                    "{\"was\": {\"a\": 1}, \"path\": \"/a%20b\", \"names\": [\"body\", \"headers\", "
                            + "\"isBase64Encoded\", \"method\", \"pathParameters\", \"protocol\", "
                            + "\"rawPath\", \"rawQuery\", \"receivedAt\", \"sourceIp\"]}",
                    worker.say("{\"a\":1}", REQUEST));
            assertEquals("{\"a\": 1}", worker.say("{\"a\":1}"));
        }
    }

    @Test
    void theContextFunctionSetsAttributes() throws Exception {
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.shows_smyth", null, "cases.context_function"))) {
            var first = worker.say("1");
            assertTrue(first.startsWith(
                    "{\"process\": {\"name\": \"saleor:0\", \"state\": \"cold\", \"task_counter\": 0, "
                            + "\"last_used_timestamp\": 0.0}, "
                            + "\"handler\": {\"name\": \"saleor\", \"smyth_handler_config\": {\"name\": \"saleor\", "
                            + "\"timeout\": 5}}"),
                    first);
            assertTrue(first.endsWith("\"extra\": [1, null], \"name\": \"renamed\"}"), first);
            assertTrue(worker.say("2", REQUEST).contains("\"state\": \"warm\", \"task_counter\": 1, "));
        }
    }

    @Test
    void functionsInPythonSmythsFormAreServed() throws Exception {
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", "cases.smyth_event", null))) {
            assertEquals(
                    "{\"method\": \"POST\", \"path\": \"/a b\", \"query\": \"a=1&a=2&b=%C3%A9\", \"scheme\": "
                            + "\"http\", \"url\": \"http://localhost:8080/a%20b?a=1&a=2&b=%C3%A9\", "
                            + "\"header\": \"one\", \"headers\": {\"host\": \"localhost:8080\", \"x-test\": "
                            + "\"one\"}, \"query_params\": {\"a\": \"2\", \"b\": \"\\u00e9\"}, \"all\": [\"1\", "
                            + "\"2\"], "
                            + "\"path_params\": {\"path\": \"a b\"}, \"client\": \"10.0.0.9\", \"body\": "
                            + "\"{\\\"k\\\":[1]}\", \"json\": {\"k\": [1]}, \"handler\": \"saleor\", \"timeout\": 5, "
                            + "\"process\": [\"saleor:0\", \"cold\", 0]}",
                    worker.say("{}", REQUEST));
        }
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", "cases.smyth_event_of_one", null))) {
            assertEquals("{\"k\": [1]}", worker.say("{}", REQUEST));
        }
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.shows_smyth", null, "cases.smyth_context"))) {
            assertTrue(worker.say("{}").contains("\"extra\": [true, \"saleor\", 0]"));
        }
    }

    @Test
    void aFunctionThatCannotBeServedShowsTheFormThatCan() throws Exception {
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", "cases.asks_for_more", null))) {
            assertTrue(worker.say("{}", REQUEST)
                    .contains("event function cases.asks_for_more: Request.session is not served here; "
                            + "write it as def asks_for_more(event, request): return {...}"));
        }
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", "cases.four", null))) {
            assertEquals(fault("HandlerNotFound",
                    "event function cases.four: it takes (a, b, c, d); write it as def four(event, request): return "
                            + "{...}"),
                    worker.say("{}") + " " + worker.exit());
        }
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", "cases.none", null))) {
            assertTrue(
                    worker.say("{}", REQUEST).contains("event function cases.none returned None instead of an event"));
        }
        try (var worker = PYTHON.worker(Map.of(), PYTHON.start("cases.echo", null, "gone.make"))) {
            assertEquals(
                    fault("ImportModuleError",
                            "context function gone.make: Unable to import module 'gone': No module named 'gone'"),
                    worker.say("{}") + " " + worker.exit());
        }
    }

    @Test
    void piecesOfAStreamLeaveAsTheyAreYielded(@TempDir Path folder) throws Exception {
        var goOn = folder.resolve("go-on");
        try (var wire = new WireRig(PYTHON, "cases.streams")) {
            wire.invoke("\"" + goOn + "\"", STREAMING);

            var head = wire.head();
            assertTrue(head.startsWith("POST /2018-06-01/runtime/invocation/id-0/response HTTP/1.1\r\n"), head);
            for (var header : List.of("Lambda-Runtime-Function-Response-Mode: streaming", "Transfer-Encoding: chunked",
                    "Content-Type: application/vnd.awslambda.http-integration-response",
                    "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"))
                assertTrue(head.contains(header + "\r\n"), head);
            assertEquals("{\"statusCode\": 201, \"headers\": {\"a\": \"\\u00e9\"}, \"cookies\": [\"c=d\"]}"
                    + "\0".repeat(8), wire.chunk());
            assertEquals("one é", wire.chunk());
            Files.createFile(goOn); // only now may the handler go on
            assertEquals("two", wire.chunk());
            assertEquals("", wire.chunk());
            assertEquals("", wire.trailers());
            wire.next();
        }
    }

    @Test
    void everyIteratorOfBytesAndStringsIsAStreamWhereStreamsAreWanted() throws Exception {
        try (var wire = new WireRig(PYTHON, "cases.streams_bytes")) {
            wire.invoke("1", STREAMING);
            assertTrue(wire.head().contains("Content-Type: application/octet-stream\r\n"));
            assertEquals(List.of("a", "b", "c", ""),
                    List.of(wire.chunk(), wire.chunk(), wire.chunk(), wire.chunk()));
        }
        try (var wire = new WireRig(PYTHON, "cases.streams_nothing")) {
            wire.invoke("1", STREAMING);
            assertTrue(wire.head().contains("Content-Type: application/octet-stream\r\n"));
            assertEquals("", wire.chunk());
        }
        try (var wire = new WireRig(PYTHON, "cases.echo")) {
            wire.invoke("[1]", STREAMING);
            var head = wire.head();
            assertTrue(head.contains("Content-Type: application/json\r\n"), head);
            assertEquals("[1]", wire.body(head));
        }
        try (var worker = PYTHON.worker("cases.streams")) {
            assertTrue(worker.say("1")
                    .contains("Unable to marshal response: Object of type generator is not JSON serializable"));
        }
    }

    @Test
    void aStreamThatFailsMidwayEndsWithTheErrorInItsTrailers() throws Exception {
        try (var wire = new WireRig(PYTHON, "cases.stream_fails_midway")) {
            wire.invoke("1", STREAMING);
            wire.head();
            assertEquals("some", wire.chunk());
            assertEquals("", wire.chunk());
            assertEquals(
                    "{\"errorMessage\": \"midway \\u00e9\", \"errorType\": \"ValueError\", \"requestId\": \"id-0\", "
                            + "\"stackTrace\": [\"  File \\\"" + TASK.resolve("cases.py") + "\\\", line "
                            + PYTHON.lineOf("    raise ValueError(\"midway é\")") + ", in stream_fails_midway\\n"
                            + "    raise ValueError(\\\"midway \\u00e9\\\")\\n\"]}",
                    error(wire.trailers(), "ValueError"));
            assertTrue(wire.worker.output().startsWith("[ERROR] ValueError: midway é\n"), wire.worker.output());
            wire.next();
        }
        try (var wire = new WireRig(PYTHON, "cases.streams_numbers")) {
            wire.invoke("1", STREAMING);
            wire.head();
            assertEquals("some", wire.chunk());
            assertEquals("", wire.chunk());
            assertEquals("{\"errorMessage\": \"Unable to marshal response: a streamed response is made of bytes and "
                    + "str, not of int\", \"errorType\": \"Runtime.MarshalError\", \"requestId\": \"id-0\", "
                    + "\"stackTrace\": []}", error(wire.trailers(), "Runtime.MarshalError"));
        }
        try (var wire = new WireRig(PYTHON, "cases.stream_fails_first")) {
            wire.invoke("1", STREAMING);
            var head = wire.head();
            assertTrue(head.startsWith("POST /2018-06-01/runtime/invocation/id-0/error "), head);
            assertTrue(wire.body(head).startsWith("{\"errorMessage\": \"before the first piece\", "));
            wire.next();
        }
    }

    @Test
    void aHandlerMakesNoMorePiecesThanTheServerTakes() throws Exception {
        int pieces = 64;
        try (var wire = new WireRig(PYTHON, "cases.streams_much")) {
            wire.invoke(Integer.toString(pieces), STREAMING);
            wire.head();
            wire.assertNeverFarAhead(pieces);
            assertEquals("", wire.chunk());
        }
    }

    @Test
    void modulesOfTheWorkerHideNoneOfTheUsers() throws Exception {
        try (var worker = PYTHON.worker("cases.imports_by_name")) {
            assertEquals("[\"ModuleNotFoundError\", \"ModuleNotFoundError\", \"ModuleNotFoundError\", []]",
                    worker.say("[\"api\", \"stream\", \"request\"]"));
        }
    }

    @Test
    void largeAnswersAndMuchOutputArrive() throws Exception {
        PYTHON.survivesLargeAnswersAndMuchOutput("cases.prints_much");
    }

    @Test
    void aWorkerThatIsNotNeededEndsQuietlyAndOneThatIsAloneSaysSo() throws Exception {
        PYTHON.endsQuietlyWhenItIsNotNeeded();
        PYTHON.saysThatTheRuntimeApiIsGone();
    }

    @Test
    void anExitEndsTheInvocationWithItsStatus() throws Exception {
        try (var worker = PYTHON.worker("cases.exits")) {
            assertEquals("exit status 3", worker.say("3"));
        }
    }

    @Test
    void aForkedChildDoesNotAnswerForItsParent() throws Exception {
        try (var worker = PYTHON.worker("cases.forks")) {
            for (int i = 0; i < 5; i++) assertEquals("\"the parent's\"", worker.say("\"returns\""));
            assertEquals("\"the parent's\"", worker.say("\"stays\""));
            assertEquals("\"the parent's\"", worker.say("\"returns\""));
        }
    }

    @Test
    void aHandlerThatClosesTheConnectionEndsItsOwnEnvironmentOnly() throws Exception {
        try (var worker = PYTHON.worker("cases.closes_everything")) {
            assertEquals("exit status 1", worker.say("1"));
            assertTrue(worker.output().startsWith("the Runtime API at " + worker.api.address() + " is gone: "),
                    worker.output());
        }
    }

    @Test
    void theWorkerIsCleanUnderMypy() throws Exception {
        assumeTrue(runs("import mypy") || Files.isExecutable(Path.of("/usr/bin/mypy")), "mypy is not installed");
        var mypy = Files.isExecutable(Path.of("/usr/bin/mypy")) ? List.of("/usr/bin/mypy")
                : List.of("python3", "-m", "mypy");
        var command = new ArrayList<>(mypy);
        command.addAll(List.of("--strict", "--cache-dir=" + Path.of("target/mypy").toAbsolutePath(),
                "--python-version", "3.9", Path.of(PYTHON.command().getLast()).getParent().toString()));
        try (var rig = new ClientRig(TASK, Map.of(), command)) {
            assertEquals("exit status 0", rig.exit(), rig.output());
        }
    }

    @Test
    void theOfficialClientGivesTheSameAnswers() throws Exception {
        assumeTrue(runs("import awslambdaric"), "AWS's Python client (awslambdaric) is not installed");
        for (var handler : List.of("cases.echo", "cases.results", "cases.throws", "cases.throws_quietly",
                "cases.coroutine", "cases.shows_context", "cases.missing",
                "missing.handler", "imports_missing.handler", "handler", "sys.handler", "shop/orders.handler")) {
            try (var ours = PYTHON.worker(handler);
                    var aws = new ClientRig(TASK, Map.of(), List.of("python3", "-m", "awslambdaric", handler))) {
                for (var event : List.of("\"none\"", "\"text\"", "\"decimal\"", "\"point\"", "\"keys\"", "\"set\"",
                        "{\"a\":1}"))
                    assertEquals(aws.say(event), ours.say(event), handler);
            }
        }
    }

    // --- infra ---

    /// The error in a stream's trailers.
    private static String error(String trailers, String type) {
        var names = "Lambda-Runtime-Function-Error-Type: " + type + "\r\nLambda-Runtime-Function-Error-Body: ";
        assertTrue(trailers.startsWith(names), trailers);
        return new String(Base64.getDecoder().decode(trailers.substring(names.length()).strip()), UTF_8);
    }

    private static String fault(String kind, String message) {
        return "failed Runtime." + kind + " {\"errorMessage\": \"" + message + "\", \"errorType\": \"Runtime." + kind
                + "\", \"requestId\": \"\", \"stackTrace\": []} exit status 1";
    }

    static boolean runs(String program) {
        return ClientRig.runs("python3", "-c", program);
    }
}
