import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Node worker against a Runtime API, and beside AWS's own client where that is installed (`npm ci` in tests/node).
@Tag("slow")
class NodeWorkerTest {
    private static final ClientRig.Shipped NODE = ClientRig.Shipped.NODE;
    private static final Path TASK = NODE.task();
    private static final Path AWS = Path.of("tests/node/node_modules/aws-lambda-ric/bin/index.mjs").toAbsolutePath();
    private static final boolean HAS_CLIENT = Files.exists(AWS)
            && Files.exists(AWS.resolve("../../build/Release/rapid-client.node").normalize())
            || Files.exists(AWS.resolve("../../dist/rapid-client.node").normalize());
    private static final String STREAMING = "Smyth-Response-Mode: streaming\r\n";
    private static final String REQUEST = "{\"method\":\"GET\",\"rawPath\":\"/a\",\"headers\":{}}";

    @BeforeAll
    static void nodeIsInstalled() {
        assumeTrue(runs("process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"), "no node of 18 or later");
    }

    @Test
    void aResultBecomesTheJsonThatItBecomesOnAws() throws Exception {
        assertAnswers("cases.results", "\"undefined\"", "null", "\"null\"", "null", "\"text\"", "\"é☕\u2028\"",
                "\"nan\"", "null", "\"date\"", "\"1970-01-01T00:00:00.000Z\"",
                "\"map\"", "{}", "\"buffer\"", "{\"type\":\"Buffer\",\"data\":[97]}", "\"nothing\"", "[null,null]",
                "\"negative\"", "0");
        for (var event : List.of("\"big\"", "\"loop\"")) {
            assertTrue(answer("cases.results", event).startsWith(
                    "failed Function.Unknown {\"errorType\":\"Error\",\"errorMessage\":\"Unable to stringify "
                            + "response body\",\"trace\":["));
        }
    }

    @Test
    void everyFormOfHandlerAnswersAsOnAws() throws Exception {
        assertAnswers("cases.echo", "{\"a\":[1,null]}", "{\"a\":[1,null]}");
        assertAnswers("cases.nested.deep.handler", "1", "\"nested\"");
        assertAnswers("cases.callsBack", "5", "5");
        assertAnswers("cases.callsTwice", "1", "1", "1", "1");
        assertAnswers("cases.succeeds", "1", "\"legacy\"");
        assertAnswers("cases.isDone", "1", "\"done\"");
        assertAnswers("cases.thenable", "1", "\"thenable\"");
        assertAnswers("cases.returnsPlain", "1", "null", "1", "null");
        assertAnswers("cases.neverAnswers", "1", "null", "1", "null");
        assertAnswers("cases.neverSettles", "1", "null");
        assertAnswers("cases.waitsForNothing", "1", "\"at once\"");
        assertAnswers("cases.waitsForTheLoop", "1", "[\"timer\"]", "1", "[\"timer\",\"timer\"]");
        assertAnswers("cases.counts", "1", "{\"calls\":1}", "1", "{\"calls\":2}");
        assertAnswers("module.handler", "7", "{\"module\":\"mjs\",\"base\":1,\"event\":7}");
        assertAnswers("esm/index.handler", "7", "{\"module\":\"js as esm\",\"url\":true}");
    }

    @Test
    void aHandlerThatFailsIsReportedAsOnAws() throws Exception {
        var file = TASK.resolve("cases.cjs");
        assertEquals(
                "failed Function.Unknown {\"errorType\":\"TypeError\",\"errorMessage\":\"no such order: "
                        + "é\",\"trace\":[\"TypeError: no such order: é\",\"    at exports.rejects [as handler] ("
                        + file + ":" + NODE.lineOf("  throw new TypeError") + ":9)\"]}",
                answer("cases.rejects", "{}"));
        assertEquals("failed Function.Unknown {\"errorType\":\"string\",\"errorMessage\":\"only text\",\"trace\":[]}",
                answer("cases.throwsText", "1"));
        assertEquals("failed Function.Unknown {\"errorType\":\"string\",\"errorMessage\":\"handled\",\"trace\":[]}",
                answer("cases.throwsNothing", "1"));
        assertEquals("failed Function.Unknown {\"errorType\":\"number\",\"errorMessage\":\"5\",\"trace\":[]}",
                answer("cases.throwsNumber", "1"));
        var own = answer("cases.throwsOwn", "1");
        assertTrue(own.startsWith(
                "failed Function.Unknown {\"errorType\":\"Refused\",\"errorMessage\":\"del "
                        + "%7F\",\"trace\":[\"Refused: del %7F\""),
                own);
        var noJson = answer("cases.echo", "oops");
        assertTrue(
                noJson.startsWith(
                        "failed Function.Unknown {\"errorType\":\"SyntaxError\",\"errorMessage\":\"Unexpected token"),
                noJson);
    }

    @Test
    void anErrorThatNobodyCatchesEndsTheProcessAsOnAws() throws Exception {
        try (var worker = NODE.worker("cases.timerThrows")) {
            assertTrue(worker.say("1")
                    .startsWith("failed Function.Unknown {\"errorType\":\"Error\",\"errorMessage\":\"in a timer\""));
            assertEquals("exit status 129", worker.exit());
            assertTrue(worker.output().startsWith(
                    "TIME\tid-0\tERROR\tUncaught Exception \t{\"errorType\":\"Error\",\"errorMessage\":\"in a "
                            + "timer\",\"stack\":["),
                    worker.output());
        }
        try (var worker = NODE.worker("cases.rejectionNobodyHandles")) {
            assertTrue(worker.say("1").startsWith(
                    "failed Function.Unknown "
                            + "{\"errorType\":\"Runtime.UnhandledPromiseRejection\",\"errorMessage\":\"Error: "
                            + "nobody handles it\""));
            assertEquals("exit status 128", worker.exit());
        }
        try (var worker = NODE.worker("cases.exits")) {
            assertEquals("exit status 3", worker.say("3"));
        }
    }

    @Test
    void aHandlerThatCannotBeLoadedFailsTheInitPhaseAsOnAws() throws Exception {
        assertInitFails("handler", "MalformedHandlerName", "Bad handler");
        assertInitFails("../cases.echo", "MalformedHandlerName",
                "'../cases.echo' is not a valid handler name. Use absolute paths when specifying root directories "
                        + "in handler names.");
        assertInitFails("cases.missing", "HandlerNotFound", "cases.missing is undefined or not exported");
        assertInitFails("cases.nested.number", "HandlerNotFound", "cases.nested.number is not a function");
        assertInitFails("missing.handler", "ImportModuleError", "Error: Cannot find module 'missing'");
        assertInitFails("imports-missing.handler", "ImportModuleError",
                "Error: Cannot find module 'nowhere-to-be-found'");
        assertInitFails("broken.handler", "UserCodeSyntaxError", "SyntaxError: Unexpected token ';'");
        var atImport = NODE.init("fails-at-import.handler");
        assertTrue(atImport
                .startsWith("failed Runtime.Unknown {\"errorType\":\"Error\",\"errorMessage\":\"while loading\"")
                && atImport.endsWith("exit status 129"), atImport);
        assertTrue(NODE.init("rejects-at-import.handler").contains("exit status 128"));
    }

    @Test
    void contextSaysWhatItSaysOnAws() throws Exception {
        assertAnswers("cases.context", "1",
                "[\"id-0\",\"test\",\"$LATEST\",\"256\",\"/aws/lambda/test\",\"stream\",\"arn:test\","
                        + ClientRig.CLIENT_CONTEXT
                        + ",\"none\",\"none\",true,true,\"Root=1-2;Sampled=0\"]",
                "1",
                "[\"id-1\",\"test\",\"$LATEST\",\"256\",\"/aws/lambda/test\",\"stream\",\"arn:test\",\"none\","
                        + "\"none\",\"none\",true,true,\"none\"]");
    }

    @Test
    void consolePrintsWhatItPrintsOnAws() throws Exception {
        try (var worker = NODE.worker("cases.logs")) {
            worker.say("1");
            assertEquals(
                    "TIME\tid-0\tINFO\ttext é { a: 1 "
                            + "}\nTIME\tid-0\tINFO\ttwo\nlines\nTIME\tid-0\tDEBUG\tdebug\nTIME\tid-0\tWARN\twarn\n"
                            + "TIME\tid-0\tERROR\terror shown\nTIME\tid-0\tINFO\tundefined\n",
                    worker.output());
        }
        try (var worker = NODE.worker(Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "WARN"),
                NODE.start("cases.logs", null, null))) {
            worker.say("1");
            assertEquals("{\"timestamp\":\"TIME\",\"level\":\"WARN\",\"requestId\":\"id-0\",\"message\":\"warn\"}\n"
                    + "{\"timestamp\":\"TIME\",\"level\":\"ERROR\",\"requestId\":\"id-0\",\"message\":\"error "
                    + "shown\"}\n",
                    worker.output());
        }
    }

    @Test
    void aStreamArrivesAsItWasWritten() throws Exception {
        assertAnswers("cases.streams", "1", "streamed text/plain one {\"two\":2} three", "1",
                "streamed text/plain one {\"two\":2} three");
        assertAnswers("cases.streamsHttp", "1",
                "streamed application/vnd.awslambda.http-integration-response "
                        + "{\"statusCode\":201,\"headers\":{\"a\":\"b\"},\"cookies\":[\"c=d\"]}"
                        + "\\0".repeat(8) + "body");
        assertAnswers("cases.streamsPiped", "1", "streamed application/octet-stream ab");
        assertAnswers("cases.streamsEmpty", "1", "streamed application/octet-stream ");
        try (var worker = NODE.worker("cases.streamsMuch")) {
            assertEquals("streamed application/octet-stream ".length() + 5_000_000, worker.say("5000").length());
        }
    }

    @Test
    void aStreamThatFailsIsReported() throws Exception {
        for (var handler : List.of("cases.streamFailsFirst", "cases.streamFailsMidway")) {
            try (var worker = NODE.worker(handler)) {
                for (int i = 0; i < 2; i++) assertTrue(worker.say("1").matches(
                        "failed \\S+ \\{\"errorType\":\"Error\",\"errorMessage\":\"(before the first "
                                + "byte|midway)\",.*"));
            }
        }
        assertTrue(
                answer("cases.streamNeverEnds", "1").contains("\"errorMessage\":\"Response stream is not finished.\""));
    }

    @Test
    void piecesOfAStreamLeaveAsTheyAreWritten(@TempDir Path folder) throws Exception {
        var goOn = folder.resolve("go-on");
        try (var wire = new WireRig(NODE, "cases.streamsInTwo")) {
            wire.invoke("\"" + goOn + "\"", STREAMING);

            var head = wire.head();
            assertTrue(head.startsWith("POST /2018-06-01/runtime/invocation/id-0/response HTTP/1.1\r\n"), head);
            for (var header : List.of("Lambda-Runtime-Function-Response-Mode: streaming", "Transfer-Encoding: chunked",
                    "Content-Type: application/vnd.awslambda.http-integration-response"))
                assertTrue(head.contains(header + "\r\n"), head);
            assertEquals("{\"statusCode\":201}", wire.chunk());
            assertEquals("\0".repeat(8), wire.chunk());
            assertEquals("one", wire.chunk());
            Files.createFile(goOn); // only now may the handler go on
            assertEquals("two", wire.chunk());
            assertEquals("", wire.chunk());
            assertEquals("", wire.trailers());
            wire.next();
        }
    }

    @Test
    void aHandlerThatWaitsForDrainMakesNoMoreThanTheServerTakes() throws Exception {
        int pieces = 64;
        try (var wire = new WireRig(NODE, "cases.streamsWithCare")) {
            wire.invoke(Integer.toString(pieces), STREAMING);
            wire.head();
            wire.assertNeverFarAhead(pieces);
            assertEquals("[0," + pieces + "]", wire.chunk());
            assertEquals("", wire.chunk());
        }
    }

    @Test
    void noMainModuleIsShownAsOnAws() throws Exception {
        assertAnswers("cases.mainModule", "1", "[\"undefined\",\"undefined\"]");
    }

    @Test
    void eventAndContextFunctionsAreCalledBeforeTheHandler() throws Exception {
        try (var worker = NODE.worker(Map.of(), NODE.start("cases.echo", "cases.eventFunction", null))) {
            assertEquals("{\"was\":{\"a\":1},\"path\":\"/a\"}", worker.say("{\"a\":1}", REQUEST));
            assertEquals("{\"a\":1}", worker.say("{\"a\":1}"));
        }
        try (var worker = NODE.worker(Map.of(), NODE.start("cases.smyth", null, "cases.contextFunction"))) {
            assertEquals(
                    "[{\"process\":{\"name\":\"saleor:0\",\"state\":\"cold\",\"task_counter\":0,"
                            + "\"last_used_timestamp\":0},\"handler\":{\"name\":\"saleor\",\"smyth_handler_config\":"
                            + "{\"name\":\"saleor\",\"timeout\":5}}},[1,null],\"renamed\"]",
                    worker.say("1"));
        }
        try (var worker = NODE.worker(Map.of(), NODE.start("cases.echo", "cases.noEvent", null))) {
            assertTrue(worker.say("1", REQUEST)
                    .contains("event function cases.noEvent returned nothing instead of an event"));
        }
        try (var worker = NODE.worker(Map.of(), NODE.start("cases.echo", "cases.gone", null))) {
            assertTrue(worker.say("1", REQUEST).contains(
                    "event function cases.gone: cases.gone is undefined or not exported; it must have the form "
                            + "export function gone(event, request)"));
        }
    }

    @Test
    void typesAreStrippedWhereNodeCanAndNamedWhereItCannot() throws Exception {
        boolean can = runs("process.exit(process.features.typescript ? 0 : 1)");
        try (var worker = NODE.worker("typed.handler")) {
            var answer = worker.say("{\"name\":\"Ada\"}");
            if (can) assertEquals("\"hello Ada\"", answer);
            else assertTrue(
                    answer.contains("typed.ts is TypeScript, which Node ")
                            && answer.contains("use Node 22.6 or later, or set build and name the compiled file"),
                    answer);
        }
    }

    @Test
    void largeAnswersAndMuchOutputArrive() throws Exception {
        NODE.survivesLargeAnswersAndMuchOutput("cases.printsMuch");
    }

    @Test
    void aWorkerThatIsNotNeededEndsQuietlyAndOneThatIsAloneSaysSo() throws Exception {
        NODE.endsQuietlyWhenItIsNotNeeded();
        NODE.saysThatTheRuntimeApiIsGone();
    }

    @Test
    void theOfficialClientGivesTheSameAnswers() throws Exception {
        for (var name : List.of("echo", "results", "nested.deep.handler", "rejects", "throws", "throwsText",
                "throwsNothing", "throwsNumber", "throwsOwn", "callsBack", "callsBackWithError",
                "callsBackWithText", "callsTwice", "waitsForTheLoop", "waitsForNothing", "succeeds", "fails",
                "failsWithNothing", "isDone", "returnsPlain", "neverAnswers", "neverSettles", "thenable",
                "timerThrows", "rejectionNobodyHandles", "context", "logs", "streams", "streamsHttp", "streamsPiped",
                "streamsEmpty", "streamFailsFirst", "streamFailsMidway", "streamNotAsync",
                "missing", "nested.number", "large"))
            sameAsAws("cases." + name, "{\"a\":1}", "\"text\"", "\"loop\"", "5");
    }

    @Test
    void theOfficialClientFindsTheSameHandlers() throws Exception {
        // A syntax error is told with its place, which AWS's client does from its version 4 on; the one for this Node
        // does not.
        for (var handler : List.of("module.handler", "esm/index.handler", "handler", "missing.handler",
                "imports-missing.handler", "fails-at-import.handler",
                "../cases.echo"))
            sameAsAws(handler, "1", "2");
    }

    // --- infra ---

    private static void sameAsAws(String handler, String... events) throws Exception {
        assumeTrue(HAS_CLIENT, "AWS's Node client is not installed; run npm ci in tests/node");
        try (var ours = NODE.worker(handler);
                var aws = new ClientRig(TASK, Map.of(), List.of("node", AWS.toString(), handler))) {
            var theirs = CompletableFuture.supplyAsync(() -> transcript(aws, events));
            assertEquals(String.join("\n", theirs.get()), String.join("\n", transcript(ours, events)));
            var theirOutput = printed(aws.output());
            var ourOutput = printed(ours.output());
            assertEquals(theirOutput, ourOutput);
        }
    }

    /// What the rest of the process says about itself is left out, and so are line breaks in a message, which AWS's
    /// client writes as CR.
    private static String printed(String output) {
        return own(
                output.replace('\r', '\n').replaceAll("(?m)^Executing .*\n", "").replaceAll("(?s)\nNode\\.js v.*", ""))
                .replaceAll("\\[\"(\\w*Error)", "[\"$1");
    }

    private static List<String> transcript(ClientRig client, String... events) {
        try {
            var all = new ArrayList<String>();
            for (var event : events) all.add(event + " -> " + own(client.say(event)));
            return all;
        } catch (Exception e) {
            throw new IllegalStateException("no answer; printed: " + client.output(), e);
        }
    }

    /// Without the client itself and what is Node's own.
    private static String own(String text) {
        return text.replaceAll("\\\\n- [^\"\\\\]*aws-lambda-ric[^\"\\\\]*", "")
                .replaceAll("\\\\nRequire stack:\"", "\"").replaceAll(",\"- [^\"]*aws-lambda-ric[^\"]*\"", "")
                .replaceAll(
                        ",\"    at [^\"]*(aws-lambda-ric|node:internal|<anonymous>|node:events|"
                                + "worker/\\w[\\w-]*\\.cjs)[^\"]*\"",
                        "")
                .replaceAll(",\"Require stack:\"(?!,)", "");
    }

    /// Pairs of event and answer.
    private static void assertAnswers(String handler, String... pairs) throws Exception {
        try (var worker = NODE.worker(handler)) {
            for (int i = 0; i < pairs.length; i += 2) assertEquals(pairs[i + 1], worker.say(pairs[i]), handler);
        }
    }

    private static String answer(String handler, String event) throws Exception {
        try (var worker = NODE.worker(handler)) {
            return worker.say(event);
        }
    }

    private static void assertInitFails(String handler, String kind, String message) throws Exception {
        var said = NODE.init(handler);
        assertTrue(said.startsWith(
                "failed Runtime." + kind + " {\"errorType\":\"Runtime." + kind + "\",\"errorMessage\":\"" + message),
                said);
        assertTrue(said.endsWith("exit status 129"), said);
    }

    static boolean runs(String program) {
        return ClientRig.runs("node", "-e", program);
    }
}
