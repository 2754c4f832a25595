import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.runtimeapi.RuntimeApi;
import smyth.runtimeapi.Start;

/// The Java worker beside AWS's own client: the same handlers and events must give the same bytes, errors, output and
/// exit codes.
@Tag("slow")
class JavaWorkerTest {
    /// Most of JSON's shapes, and some that are none.
    private static final String[] EVENTS = {"\"abc\"", "123", "3.7", "true", "null", "{}", "[]", "\"\"", "[\"x\"]",
            "\"aGk=\"", "\"RED\"", "1",
            "{\"name\":\"n\",\"count\":2,\"unknown\":1,\"when\":86400000,\"color\":\"PINK\","
                    + "\"parts\":[{\"name\":\"p\"}],\"URL\":\"u\"}",
            "[{\"name\":\"n\"}]", "{\"a\":[{\"name\":\"n\"}]}", "{\"value\":{\"name\":\"n\"}}",
            "{'a':NaN,b:01,\"c\":123456789012345678901234567890,\"d\":null,\"e\":\"\",\"f\":[]}",
            "[1,2,3]", "\"2026-11-23T12:00:00Z\"", "\"2026-11-23\"", "\"01234567-89ab-cdef-0123-456789abcdef\"",
            "\"PT90S\"", "1e400", "abc", "", "{\"name\":"};

    @Test
    void anEventBecomesTheArgumentThatItBecomesOnAws() throws Exception {
        for (var method : List.of("string", "integer", "primitive", "big", "bool", "real", "decimal", "map", "object",
                "items", "strings", "set", "array",
                "item", "record", "color", "optional", "instant", "date", "duration", "day", "uuid", "bytes", "nested",
                "holder")) {
            sameAsAws("fixtures.Types::" + method, EVENTS);
        }
    }

    @Test
    void aResultBecomesTheJsonThatItBecomesOnAws() throws Exception {
        for (var method : List.of("noNumbers", "dates", "recordOut", "manyNulls", "empty", "umlaut"))
            sameAsAws("fixtures.Types::" + method, "\"é\"", "1");
    }

    @Test
    void everyFormOfHandlerMethodIsCalledOrRefusedAsOnAws() throws Exception {
        for (var method : List.of("nothing", "contextOnly", "eventAndContext", "still", "silent", "boxedSilent", "in",
                "inOut", "out", "outContext", "inContext",
                "inOutContext", "wrongSecond", "contextFirst", "four", "wrongThird", "overloaded", "hidden",
                "missing")) {
            sameAsAws("fixtures.Shapes::" + method, "\"a\"", "{\"a\":1}");
        }
    }

    @Test
    void everyKindOfHandlerClassIsCalledAsOnAws() throws Exception {
        for (var name : List.of("Strings", "Stream", "WritesNothing", "Both", "FromBase", "FromBase::handleRequest",
                "Bounded", "FromOneParameter", "FromSwapped",
                "Subclass", "Subclass::handleRequest", "Strings::handleRequest", "Both::handleRequest",
                "Interrupting")) {
            sameAsAws("fixtures.Shapes$" + name, "\"a\"", "5", "{\"name\":\"n\"}");
        }
    }

    @Test
    void awsEventClassesAreReadAndWrittenAsOnAws() throws Exception {
        sameAsAws("fixtures.AwsEvents::http",
                "{\"version\":\"2.0\",\"rawPath\":\"/a\",\"headers\":{\"a\":\"b\"},"
                        + "\"requestContext\":{\"http\":{\"method\":\"GET\"},\"timeEpoch\":5}}");
        sameAsAws("fixtures.AwsEvents::reply", "{\"rawPath\":\"/a\"}");
        var rest = "{\"path\":\"/a\",\"httpMethod\":\"GET\",\"multiValueHeaders\":{\"a\":[\"b\"]},\"body\":null,"
                + "\"isBase64Encoded\":false}";
        for (var handler : List.of("::rest", "::alb", "$DateAfterEvent", "$Proxy"))
            sameAsAws("fixtures.AwsEvents" + handler, rest, "{}");
        var sqs = "{\"Records\":[{\"messageId\":\"m1\",\"body\":\"b\",\"attributes\":{\"SentTimestamp\":\"1\"},"
                + "\"eventSourceARN\":\"arn:q\",\"messageAttributes\":"
                + "{\"k\":{\"stringValue\":\"v\",\"dataType\":\"String\"}}}]}";
        sameAsAws("fixtures.AwsEvents::sqs", sqs, "{}");
        sameAsAws("fixtures.AwsEvents::batch", sqs, "{}");
        sameAsAws("fixtures.AwsEvents::sns",
                "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":\"m\","
                        + "\"Timestamp\":\"2026-11-23T12:00:00.000Z\"}}]}");
        sameAsAws("fixtures.AwsEvents::s3",
                "{\"Records\":[{\"eventTime\":\"2026-11-23T12:00:00.000Z\",\"s3\":{\"bucket\":{\"name\":\"b\","
                        + "\"arn\":\"arn\"},"
                        + "\"object\":{\"key\":\"a+b\",\"size\":5}}}]}");
        sameAsAws("fixtures.AwsEvents::scheduled",
                "{\"id\":\"i\",\"detail-type\":\"Scheduled Event\",\"time\":\"2026-11-23T12:00:00Z\",\"detail\":{}}");
        sameAsAws("fixtures.AwsEvents::dynamodb",
                "{\"Records\":[{\"eventID\":\"1\",\"dynamodb\":{\"ApproximateCreationDateTime\":1.5E9,"
                        + "\"NewImage\":{\"a\":{\"N\":\"1\"}}}}]}");
        sameAsAws("fixtures.AwsEvents::kinesis",
                "{\"Records\":[{\"kinesis\":{\"data\":\"aGk=\",\"approximateArrivalTimestamp\":1545084650.987}}]}");
        sameAsAws("fixtures.AwsEvents::logs", "{\"awslogs\":{\"data\":\"aGk=\"}}");
    }

    @Test
    void aHandlerThatCannotBeLoadedIsReportedAsOnAws() throws Exception {
        for (var handler : List.of("fixtures.Missing", "fixtures.Missing::handle", "fixtures.Types::", "::string", "",
                "fixtures/Types::string", "fixtures.Faults$Raw",
                "fixtures.Faults$Unbound", "fixtures.Faults$NoInterface", "fixtures.Faults$Inner",
                "fixtures.Faults$NeedsArgument", "fixtures.Faults$PrivateConstructor",
                "fixtures.Faults$Abstract", "fixtures.Faults$ConstructorThrows",
                "fixtures.Faults$ConstructorThrowsWithoutMessage", "fixtures.Faults$StaticInitThrows",
                "fixtures.Faults$ExtendsGone", "fixtures.Faults$TakesGone::handle", "fixtures.Faults$UsesGone",
                "fixtures.Faults$ConstructorExits")) {
            sameAsAws(handler, "\"a\"", "\"b\"");
        }
    }

    @Test
    void aHandlerThatFailsIsReportedAsOnAws() throws Exception {
        sameAsAws("fixtures.Failures$Named",
                Stream.of("cause", "quiet", "local", "suppressed", "loop", "deep", "traceless", "getter", "assert",
                        "linkage",
                        "lambda", "long", "fine").map(name -> '"' + name + '"').toArray(String[]::new));
        sameAsAws("fixtures.Failures$Streaming", "1", "2", "1");
        // past the JVM's change of reflection
        sameAsAws("fixtures.Failures::method", Stream.generate(() -> "\"fail\"").limit(20).toArray(String[]::new));
        for (var method : List.of("still", "stream", "erasedCast"))
            sameAsAws("fixtures.Failures::" + method, "{\"name\":\"n\"}", "\"a\"");
    }

    @Test
    void anErrorThatEndsTheProcessOnAwsEndsItHere() throws Exception {
        for (var method : List.of("memory", "ioError", "exits", "halts"))
            sameAsAws("fixtures.Failures::" + method, "\"a\"", "\"b\"");
    }

    @Test
    void contextAndLoggerSayWhatTheySayOnAws() throws Exception {
        sameAsAws("fixtures.Logs::context", "{}", "1");
        sameAsAws("fixtures.Logs::print", "\"a\"", "\"fail\"");
        sameAsAws(task, Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "WARN"), "fixtures.Logs::print",
                "\"a\"", "\"fail\"");
        sameAsAws(task, Map.of("AWS_LAMBDA_LOG_LEVEL", "DEBUG"), "fixtures.Logs::print", "\"a\"");
    }

    @Test
    void aSerializerOfTheUsersOwnIsUsedAsOnAws() throws Exception {
        sameAsAws(withService("fixtures.Serializers$Loud"), Map.of(), "fixtures.Shapes$Strings", "\"a\"", "b");
        sameAsAws(withService("fixtures.Serializers$Loud", "fixtures.Serializers$Second"), Map.of(),
                "fixtures.Shapes$Strings", "\"a\"", "b");
        sameAsAws(withService("fixtures.Missing"), Map.of(), "fixtures.Shapes$Strings", "\"a\"", "b");
    }

    @Test
    void aResultThatContainsItselfFailsAsOnAws() throws Exception {
        // How deep a stack overflows is chance, so what is printed differs.
        try (var worker = new Worker("fixtures.Failures::cyclic", null, null)) {
            var failed = "failed Runtime.UserException {\"errorMessage\":\"An error occurred during JSON "
                    + "serialization of response\","
                    + "\"errorType\":\"java.lang.RuntimeException\",\"stackTrace\":[]}";
            assertEquals(failed, said(worker.invoke("1", null)));
            assertEquals(failed, said(worker.invoke("1", null)));
        }
    }

    @Test
    void anErrorCarriesItsCauseForXRay() throws Exception {
        var task = "\"working_directory\":\"" + JavaWorkerTest.task + "\"";
        var cause = "{" + task
                + ",\"exceptions\":[{\"message\":\"from a "
                + "method\",\"type\":\"java.lang.IllegalStateException\",\"stack\":[{\"label\":\"method\",";
        var head = errorHead("fixtures.Failures::method", "\"fail\"");

        assertTrue(head.startsWith("POST /2018-06-01/runtime/invocation/x/error HTTP/1.1\r\n"), head);
        assertTrue(head.contains(
                "\r\nContent-Type: application/json\r\nLambda-Runtime-Function-Error-Type: Runtime.UserException\r\n"),
                head);
        assertTrue(head.contains("\r\nLambda-Runtime-Function-XRay-Error-Cause: " + cause), head);
        assertFalse(errorHead("fixtures.Missing", "1").contains("XRay"));
    }

    // --- what AWS's client has no part in ---

    @Test
    void theEventFunctionMakesTheEventOfHttpRequestsOnly() throws Exception {
        try (var worker = new Worker("fixtures.Types::map", "fixtures.Functions::event", null)) {
            assertEquals("{\"a\":null,\"path\":\"/x\",\"calls\":1,\"nothing\":null}",
                    worker.printed("fixtures.Types::map", "{\"a\":null}", "{\"rawPath\":\"/x\"}"));
            assertEquals("{\"a\":1}", said(worker.invoke("{\"a\":1}", null)));
            assertEquals("{\"a\":1,\"path\":\"/y\",\"calls\":2}",
                    said(worker.invoke("{\"a\":1}", "{\"rawPath\":\"/y\"}")));
        }
    }

    @Test
    void theContextFunctionReplacesGettersAndAddsToTheClientContext() throws Exception {
        try (var worker = new Worker("fixtures.Logs::context", null, "fixtures.Functions.context")) {
            var answer = said(worker.invoke("{\"a\":1}", "{}"));

            assertTrue(
                    answer.startsWith("{\"id\":\"id-0\",\"name\":\"renamed\",\"version\":\"7\",\"arn\":\"arn:test\""),
                    answer);
            assertTrue(answer.contains("\"memory\":1024,\"time\":12,"), answer);
            assertTrue(answer.contains("\"client\":\"{tenant=north, keys=[\\\"a\\\"], direct=false} null null\""),
                    answer);
            assertTrue(said(worker.invoke("5", null)).contains("{tenant=north, keys=null, direct=true}"));
        }
    }

    @Test
    void aFunctionThatThrowsFailsTheInvocationWithTheUsersStackTrace() throws Exception {
        for (var handler : List.of("fixtures.Types::map", "fixtures.Shapes$Stream")) {
            for (var context : List.of(false, true)) {
                var name = "fixtures.Functions::throwing";
                try (var worker = new Worker(handler, context ? null : name, context ? name : null)) {
                    assertEquals(
                            "failed Runtime.UserException {\"errorMessage\":\"no user in "
                                    + "/x\",\"errorType\":\"java.lang.IllegalStateException\",\"stackTrace\":"
                                    + "[\"fixtures.Functions.throwing(Functions.java:33)\"]}",
                            said(worker.invoke("{}", "{\"rawPath\":\"/x\"}")));
                }
            }
        }
    }

    @Test
    void aHandlerBehindAContextFunctionFailsWithTheSameTrace() throws Exception {
        try (var plain = new Worker("fixtures.Failures$Streaming", null, null);
                var shaped = new Worker("fixtures.Failures$Streaming", null, "fixtures.Functions::context")) {
            assertEquals(said(plain.invoke("1", null)), said(shaped.invoke("1", null)));
        }
    }

    @Test
    void aFunctionThatIsMissingOrHasAnotherFormFailsTheInitPhase() throws Exception {
        var form = " public static Map<String, Object> %s(Map<String, Object> event, Map<String, Object> "
                + "request)\"} exit status 1";
        var init = "failed Runtime.BadFunctionCode {\"errorMessage\":\"";
        for (var method : List.of("wrongForm", "notStatic", "absent")) {
            try (var worker = new Worker("fixtures.Types::map", "fixtures.Functions::" + method, null)) {
                assertEquals(init + "event function fixtures.Functions::" + method + " does not have the form"
                        + form.formatted(method), worker.saidAtTheEnd("{}"));
            }
        }
        try (var worker = new Worker("fixtures.Types::map", null, "fixtures.Missing.make")) {
            assertEquals(init
                    + "context function fixtures.Missing.make: class fixtures.Missing not found; the function must "
                    + "have the form"
                    + form.formatted("make"),
                    worker.saidAtTheEnd("{}"));
        }
    }

    @Test
    void whatAFunctionMayNotReturnIsNamed() throws Exception {
        try (var worker = new Worker("fixtures.Types::map", "fixtures.Functions::none", null)) {
            assertTrue(said(worker.invoke("{}", "{}"))
                    .contains("event function fixtures.Functions::none returned null in place of an event"));
        }
        try (var worker = new Worker("fixtures.Logs::context", null, "fixtures.Functions::badValue")) {
            var answer = said(worker.invoke("{}", "{}"));
            assertTrue(answer.contains(
                    "the context function returned memoryLimitInMB = much (java.lang.String); it must be a Number"),
                    answer);
        }
    }

    @Test
    void aLargeAnswerAndAnAnswerThatIsTooLargeAreBothSurvived() throws Exception {
        try (var worker = new Worker("fixtures.Logs::large", null, null)) {
            assertEquals(6_000_002, said(worker.invoke("6000000", null)).length());
            assertTrue(worker.invoke("7000000", null) instanceof Outcome.TooLarge);
            assertEquals("\"xxx\"", said(worker.invoke("3", null)));
        }
    }

    @Test
    void printingMuchIsCheap() throws Exception {
        try (var worker = new Worker("fixtures.Logs::prints", null, null)) {
            assertEquals("100000", said(worker.invoke("100000", null)));
            assertEquals(100_000, worker.output().lines().count());
        }
    }

    @Test
    void aWorkerInReserveEndsQuietlyWhenItIsNotNeeded() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var log = Files.createTempFile(folder, "reserve", ".log");
            var process = launch(workerCommand(), task, Map.of(), "127.0.0.1:" + server.getLocalPort(), log);
            server.accept().close();

            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            assertEquals("", Files.readString(log));
        }
    }

    @Test
    void theWorkerEndsWhenTheRuntimeApiIsGone() throws Exception {
        try (var worker = new Worker("fixtures.Shapes$Strings", null, null)) {
            assertEquals("\"a!\"", said(worker.invoke("\"a\"", null)));

            worker.api.close();

            assertTrue(worker.process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(1, worker.process.exitValue());
            assertEquals("the Runtime API at " + worker.api.address() + " is gone: it closed the connection\n",
                    worker.output());
        }
    }

    @Test
    void aNewestJdkRunsTheSameHandlersInTheSameWay() throws Exception {
        var before = jdk;
        jdk = System.getProperty("java.home");
        try {
            sameAsAws("fixtures.Types::map", EVENTS);
            sameAsAws("fixtures.Failures$Named", "\"cause\"", "\"deep\"", "\"lambda\"");
            sameAsAws("fixtures.Failures::method", "\"fail\"", "\"ok\"");
            sameAsAws("fixtures.Failures::exits", "\"a\"");
            sameAsAws("fixtures.Faults$StaticInitThrows", "\"a\"");
            sameAsAws("fixtures.Faults$ExtendsGone", "\"a\"", "\"b\"");
            sameAsAws("fixtures.AwsEvents::scheduled",
                    "{\"detail-type\":\"Scheduled Event\",\"time\":\"2026-11-23T12:00:00Z\"}");
            sameAsAws("fixtures.Logs::print", "\"fail\"");
        } finally {
            jdk = before;
        }
    }

    @Test
    void aClassDataArchiveCanBeMadeOfATrainingRun() throws Exception {
        var archive = folder.resolve("worker.jsa");
        var options = new ArrayList<>(workerCommand());
        options.add(1, "-XX:ArchiveClassesAtExit=" + archive);
        options.add("--train");
        var training = launch(options, task, Map.of(), "", folder.resolve("train.log"));
        assertTrue(training.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, training.exitValue());
        extra = List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + folder.resolve("loaded.log"));
        try (var worker = new Worker("fixtures.Types::item", null, null)) {
            assertEquals("{\"name\":\"n\",\"count\":0}", said(worker.invoke("{\"name\":\"n\"}", null)));
        } finally {
            extra = List.of();
        }
        assertTrue(Files.readString(folder.resolve("loaded.log"))
                .contains("worker.java.Handler source: shared objects file (top)"));
    }

    // --- infra ---

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;
    private static Path task;
    private static String jdk = olderJdk();
    private static List<String> extra = List.of();

    /// The worker in a process of its own, with a Runtime API for it alone.
    private static final class Worker implements AutoCloseable {
        final RuntimeApi api = RuntimeApi.open(() -> new byte[0]);
        final Path log = Files.createTempFile(folder, "worker", ".log");
        final Process process;
        private int ids;

        Worker(String handler, String eventFunction, String contextFunction) throws IOException {
            this(workerCommand(), task, Map.of(), handler, eventFunction, contextFunction);
        }

        Worker(List<String> command, Path task, Map<String, String> env, String handler, String eventFunction,
                String contextFunction) throws IOException {
            process = launch(command, task, env, api.address(), log);
            process.onExit().thenAccept(ended -> api.ended(new Outcome.Exited("exit status " + ended.exitValue())));
            var classpath = new ArrayList<>(List.of(task));
            try (var jars = Files.list(task.resolve("lib"))) {
                jars.sorted().forEach(classpath::add);
            }
            api.start(new Start(handler, classpath, Optional.ofNullable(eventFunction),
                    Optional.ofNullable(contextFunction)));
        }

        Outcome invoke(String event, String request) throws Exception {
            var id = "id-" + ids++;
            Optional<Supplier<byte[]>> raw = Optional.ofNullable(request).map(json -> () -> json.getBytes(UTF_8));
            // The first one carries all that an invocation may carry.
            var client = ids == 1
                    ? Optional
                            .of("{\"client\":{\"app_title\":\"tïtle\"},\"custom\":{\"k\":\"v\"},\"env\":{\"e\":\"f\"}}")
                    : Optional.<String>empty();
            var trace = ids == 1 ? Optional.of("Root=1-2;Sampled=0") : Optional.<String>empty();
            if (raw.isPresent()) client = Optional.empty();
            return api
                    .invoke(new Invocation(id, "test", event.getBytes(UTF_8), Optional.empty(), client, trace, raw),
                            "arn:test", Duration.ofSeconds(900))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }

        /// What the handler printed about its event.
        String printed(String handler, String event, String request) throws Exception {
            assertTrue(invoke(event, request) instanceof Outcome.Returned, handler);
            var line = output().strip();
            var text = line.substring(line.indexOf('{'));
            return "{" + Stream.of(text.substring(1, text.length() - 1).split(", ")).map(pair -> pair.split("="))
                    .map(pair -> '"' + pair[0] + "\":" + (pair[1].matches("null|\\d+") ? pair[1] : '"' + pair[1] + '"'))
                    .collect(java.util.stream.Collectors.joining(",")) + "}";
        }

        String saidAtTheEnd(String event) throws Exception {
            var answer = said(invoke(event, null));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            return answer + " exit status " + process.exitValue();
        }

        String output() throws IOException {
            return Files.readString(log).replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"…\"");
        }

        @Override
        public void close() {
            process.destroyForcibly();
            api.close();
        }
    }

    /// The head of the request in which a failure is reported, as it leaves the worker.
    private static String errorHead(String handler, String event) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var process = launch(workerCommand(), task, Map.of(), "127.0.0.1:" + server.getLocalPort(),
                    Files.createTempFile(folder, "worker", ".log"));
            try (var socket = server.accept()) {
                var start = "handler=" + handler + "\nclasspath=" + task + "\n";
                for (int i = 0; i < 2; i++) head(socket.getInputStream()); // what to load ahead, and what to run
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
                                + start.length() + "\r\n\r\n" + start).getBytes(UTF_8));
                head(socket.getInputStream());
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: x\r\nContent-Length: "
                                + event.length() + "\r\n\r\n" + event).getBytes(UTF_8));
                return head(socket.getInputStream());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
        return head.toString();
    }

    private static void sameAsAws(String handler, String... events) throws Exception {
        sameAsAws(task, Map.of(), handler, events);
    }

    private static void sameAsAws(Path task, Map<String, String> env, String handler, String... events)
            throws Exception {
        try (var ours = new Worker(workerCommand(), task, env, handler, null, null);
                var aws = new Worker(clientCommand(handler), task, env, handler, null, null)) {
            var theirs = CompletableFuture.supplyAsync(() -> transcript(aws, events));
            var mine = transcript(ours, events);
            assertSame(handler, theirs.get(), mine);
            // AWS's client prints an error's text after it has answered.
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (!aws.output().equals(ours.output()) && System.nanoTime() < end) Thread.sleep(2);
            assertSame(handler + " printed", aws.output().lines().toList(), ours.output().lines().toList());
        }
    }

    /// Names the first line that differs, and no more: traces of endless recursion have a thousand lines.
    private static void assertSame(String what, List<String> aws, List<String> ours) {
        for (int i = 0; i < Math.min(aws.size(), ours.size()); i++)
            assertEquals(aws.get(i), ours.get(i), what + ", line " + i);
        assertEquals(aws.size(), ours.size(), what + ": " + aws + "\n" + ours);
    }

    private static List<String> transcript(Worker worker, String... events) {
        try {
            var all = new ArrayList<String>();
            for (var event : events) all.add(event + " -> " + said(worker.invoke(event, null)));
            return all;
        } catch (Exception e) {
            throw new IllegalStateException("no answer; printed: " + read(worker.log), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(var payload) -> new String(payload, java.nio.charset.StandardCharsets.ISO_8859_1);
            case Outcome.Failed(var payload, var type) -> "failed " + type + " " + new String(payload, UTF_8);
            case Outcome.Exited(var reason) -> reason;
            case Outcome.TimedOut _,Outcome.TooLarge _,Outcome.Rejected _,Outcome.Streamed _ -> outcome.toString();
        };
    }

    private static Process launch(List<String> command, Path task, Map<String, String> env, String address, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(task.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment()
                .putAll(Map.of("AWS_LAMBDA_RUNTIME_API", address, "AWS_LAMBDA_FUNCTION_NAME", "test",
                        "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256", "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/test",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "stream"));
        builder.environment().putAll(env);
        return builder.start();
    }

    private static List<String> workerCommand() {
        return java("worker.java.Worker");
    }

    private static List<String> clientCommand(String handler) {
        var command = java(CLIENT);
        command.add(handler);
        return command;
    }

    private static List<String> java(String main) {
        var command = new ArrayList<>(List.of(jdk + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "-Xlog:disable"));
        command.addAll(extra);
        if (jdk.equals(System.getProperty("java.home"))) command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", runtimeJars(), main));
        return command;
    }

    private static String runtimeJars() {
        return String.join(File.pathSeparator, jar(worker.java.Worker.class),
                jar("com.amazonaws.services.lambda.runtime.Context"), jar(CLIENT),
                jar("com.amazonaws.services.lambda.runtime.serialization.PojoSerializer"),
                jar("software.amazon.awssdk.utilslite.SdkInternalThreadLocal"));
    }

    private static String jar(String name) {
        try {
            return jar(Class.forName(name, false, JavaWorkerTest.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jar(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
    }

    /// JDK 17 where it is installed; the tests' own otherwise.
    private static String olderJdk() {
        return Stream.of("/usr/lib/jvm/java-17-openjdk-amd64", System.getenv().getOrDefault("JAVA_HOME_17", ""))
                .filter(home -> Files.exists(Path.of(home, "bin/java")))
                .findFirst().orElse(System.getProperty("java.home"));
    }

    /// A folder as AWS unpacks a deployment package: classes, and jars in lib/.
    @BeforeAll
    static void compileFixtures() throws IOException {
        task = folder.resolve("task");
        var lib = Files.createDirectories(task.resolve("lib"));
        for (var name : List.of("com.amazonaws.services.lambda.runtime.events.SQSEvent", "org.joda.time.DateTime")) {
            var jar = Path.of(jar(name));
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        var arguments = new ArrayList<>(
                List.of("--release", "17", "-g", "-proc:none", "-nowarn", "-d", task.toString(), "-cp",
                        runtimeJars() + File.pathSeparator
                                + jar("com.amazonaws.services.lambda.runtime.events.SQSEvent") + File.pathSeparator
                                + jar("org.joda.time.DateTime")));
        try (var sources = Files.list(Path.of("tests/fixtures/java"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        Files.delete(task.resolve("fixtures/Faults$Gone.class"));
    }

    private static Path withService(String... providers) throws IOException {
        var copy = Files.createTempDirectory(folder, "task");
        try (var files = Files.walk(task)) {
            for (var file : files.filter(file -> !file.equals(task)).toList())
                Files.copy(file, copy.resolve(task.relativize(file).toString()));
        }
        var services = Files.createDirectories(copy.resolve("META-INF/services"));
        Files.write(services.resolve("com.amazonaws.services.lambda.runtime.CustomPojoSerializer"), List.of(providers));
        return copy;
    }
}
