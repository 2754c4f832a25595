//DEPS software.amazon.awssdk:lambda:2.42.0

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.Note;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// The Lambda API by AWS's own clients, which know nothing but the endpoint's address, and to the byte where they
/// hide it.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
class LambdaApiTest {
    private static final String ARN = "arn:aws:lambda:eu-central-1:000000000000:function:";
    private static TestProject project;
    private static LambdaClient lambda;

    @BeforeAll
    static void serve() throws Exception {
        project = TestProject.of(function("echo", "fixtures.Echo::handle", TestProject.FUNCTIONS, "")
                + function("throws", "fixtures.Throws::handle", TestProject.FUNCTIONS, "")
                + function("shortly", "fixtures.Sleeps::shortly", TestProject.FUNCTIONS, "timeout = 1.5")
                + function("exits", "fixtures.Exits::with3", TestProject.FUNCTIONS, "")
                + function("large", "fixtures.Output::returns", TestProject.FUNCTIONS, "")
                + function("context", "Caller::context", Path.of("tests/fixtures/clients/Caller.java"), "")
                + function("invokes", "Caller::invokes", Path.of("tests/fixtures/clients/Caller.java"), "timeout = 60")
                + function("itself", "Caller::itself", Path.of("tests/fixtures/clients/Caller.java"),
                        "timeout = 60\nurl_path = \"/itself\""))
                .start();
        lambda = LambdaClient.builder().endpointOverride(URI.create(project.url())).region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
                .build();
    }

    @AfterAll
    static void stop() throws IOException {
        lambda.close();
        project.close();
    }

    // --- what a function answers ---

    @Test
    void answerComesBackToTheByteWithTheVersionThatGaveIt() {
        var answer = lambda
                .invoke(call -> call.functionName("echo").payload(SdkBytes.fromUtf8String("{\"a\":[1,2.50,\"ü\"]}")));

        assertEquals(200, answer.statusCode());
        assertEquals("{\"a\":[1,2.5,\"ü\"]}", answer.payload().asUtf8String());
        assertEquals("$LATEST", answer.executedVersion());
        assertNull(answer.functionError());
        assertTrue(answer.responseMetadata().requestId().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
                answer.responseMetadata().requestId());
    }

    @Test
    void emptyPayloadReachesTheFunctionAsAnEmptyObject() {
        assertEquals("{}", lambda.invoke(call -> call.functionName("echo")).payload().asUtf8String());
    }

    @Test
    void anExceptionIsAFunctionErrorWithStatus200() {
        var answer = lambda.invoke(call -> call.functionName("throws").payload(SdkBytes.fromUtf8String("{}")));

        assertEquals(200, answer.statusCode());
        assertEquals("Unhandled", answer.functionError());
        assertTrue(answer.payload().asUtf8String().startsWith(
                "{\"errorMessage\":\"boom\",\"errorType\":\"java.lang.IllegalArgumentException\","
                        + "\"stackTrace\":[\"fixtures.Throws.handle(Throws.java:"),
                answer.payload().asUtf8String());
    }

    @Test
    void aDeadlineThatPassesIsAFunctionErrorThatNamesIt() {
        var answer = lambda.invoke(call -> call.functionName("shortly").payload(SdkBytes.fromUtf8String("1000000")));

        assertEquals("Unhandled", answer.functionError());
        assertEquals(
                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                        + answer.responseMetadata().requestId() + " Error: Task timed out after 1.50 seconds\"}",
                answer.payload().asUtf8String());
    }

    @Test
    void anExitIsAFunctionErrorWithItsStatus() {
        var answer = lambda.invoke(call -> call.functionName("exits"));

        assertEquals("Unhandled", answer.functionError());
        assertEquals(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                        + answer.responseMetadata().requestId() + " Error: Runtime exited with error: exit status 3\"}",
                answer.payload().asUtf8String());
    }

    @Test
    void anAnswerOverSixMegabytesIsAFunctionError() {
        var answer = lambda.invoke(call -> call.functionName("large").payload(SdkBytes.fromUtf8String("7")));

        assertEquals("Unhandled", answer.functionError());
        assertEquals(
                "{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556 "
                        + "bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}",
                answer.payload().asUtf8String());
    }

    // --- how it is called ---

    @Test
    void anEventIsAnsweredBeforeTheFunctionIsDone() throws Exception {
        var answer = lambda.invoke(call -> call.functionName("shortly").invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("1000000")));

        assertEquals(202, answer.statusCode());
        assertEquals("", answer.payload().asUtf8String());
        assertNull(answer.executedVersion());
        var id = answer.responseMetadata().requestId();
        project.await(InvocationStarted.class, entry -> entry.requestId().equals(id));
        project.await(InvocationFinished.class, entry -> entry.requestId().equals(id));
        project.await(Note.class, note -> note.text()
                .equals("shortly: asynchronous invocation " + id + " failed; Lambda would try it twice more"));
    }

    @Test
    void aDryRunRunsNothing() throws Exception {
        var answer = lambda.invoke(call -> call.functionName("throws").invocationType(InvocationType.DRY_RUN));

        assertEquals(204, answer.statusCode());
        assertEquals("", answer.payload().asUtf8String());
        var after = lambda.invoke(call -> call.functionName("echo")).responseMetadata().requestId();
        project.await(InvocationFinished.class, entry -> {
            assertTrue(!entry.requestId().equals(answer.responseMetadata().requestId()), "a dry run was run");
            return entry.requestId().equals(after);
        });
    }

    @Test
    void aFunctionIsFoundByEveryFormOfItsName() {
        for (var name : List.of("echo", "echo:$LATEST", "function:echo", "000000000000:echo",
                "000000000000:function:echo", "000000000000:function:echo:live", ARN + "echo", ARN + "echo:live",
                "eu-central-1:000000000000:function:echo"))
            assertEquals("7", lambda.invoke(call -> call.functionName(name).payload(SdkBytes.fromUtf8String("7")))
                    .payload().asUtf8String(), name);
    }

    @Test
    void aQualifierEndsTheInvokedArnHoweverItIsGiven() {
        assertEquals("{\"arn\":\"" + ARN + "context\",\"event\":{}}",
                lambda.invoke(call -> call.functionName("context")).payload().asUtf8String());
        assertEquals("{\"arn\":\"" + ARN + "context:live\",\"event\":{}}",
                lambda.invoke(call -> call.functionName("context").qualifier("live")).payload().asUtf8String());
        assertEquals("{\"arn\":\"" + ARN + "context:live\",\"event\":{}}",
                lambda.invoke(call -> call.functionName(ARN + "context:live")).payload().asUtf8String());
        assertEquals("{\"arn\":\"" + ARN + "context:$LATEST\",\"event\":{}}",
                lambda.invoke(call -> call.functionName("context").qualifier("$LATEST")).payload().asUtf8String());
    }

    @Test
    void theClientContextReachesTheHandler() {
        var answer = lambda.invoke(call -> call.functionName("context")
                .clientContext(Base64.getEncoder().encodeToString("{\"custom\":{\"tenant\":\"ü\"}}".getBytes(UTF_8))));

        assertEquals("{\"arn\":\"" + ARN + "context\",\"custom\":{\"tenant\":\"ü\"},\"event\":{}}",
                answer.payload().asUtf8String());
    }

    // --- what AWS refuses, in its words ---

    @Test
    void anUnknownFunctionIs404() throws Exception {
        var error = assertThrows(ResourceNotFoundException.class,
                () -> lambda.invoke(call -> call.functionName("nobody:live")));

        assertEquals("Function not found: " + ARN + "nobody:live", error.awsErrorDetails().errorMessage());
        assertEquals("User", error.type());
        assertReply(404, "ResourceNotFoundException",
                "{\"Type\":\"User\",\"Message\":\"Function not found: " + ARN + "nobody\"}",
                project.invoke("nobody", "{}"));
        assertReply(404, "ResourceNotFoundException",
                "{\"Type\":\"User\",\"Message\":\"Function not found: " + ARN + "echo:12\"}",
                project.invoke("echo:12", "{}"));
    }

    @Test
    void anotherRegionIs404() throws Exception {
        assertReply(404, "ResourceNotFoundException",
                "{\"Type\":\"User\",\"Message\":\"Functions from 'us-west-2' are not reachable in this region "
                        + "('eu-central-1')\"}",
                project.invoke("arn%3Aaws%3Alambda%3Aus-west-2%3A000000000000%3Afunction%3Aecho", "{}"));
    }

    @Test
    void aPayloadThatIsNoJsonIs400BeforeTheFunctionRuns() throws Exception {
        for (var type : List.of(InvocationType.REQUEST_RESPONSE, InvocationType.EVENT, InvocationType.DRY_RUN)) {
            var error = assertThrows(InvalidRequestContentException.class,
                    () -> lambda.invoke(call -> call.functionName("echo").invocationType(type)
                            .payload(SdkBytes.fromUtf8String("{\"a\":"))));
            assertTrue(
                    error.awsErrorDetails().errorMessage()
                            .startsWith("Could not parse request body into json: Could not parse payload into json: "),
                    error.getMessage());
        }
        var reply = project.invoke("echo", "[1] x");
        assertReply(400, "InvalidRequestContentException", reply.body(), reply);
        assertTrue(reply.body().startsWith(
                "{\"Type\":\"User\",\"message\":\"Could not parse request body into json: Could not parse payload "
                        + "into json: Unrecognized token 'x'"),
                reply.body());
    }

    @Test
    void twoQualifiersThatDifferAre400() throws Exception {
        assertThrows(InvalidParameterValueException.class,
                () -> lambda.invoke(call -> call.functionName("echo:live").qualifier("test")));
        assertReply(400, "InvalidParameterValueException",
                "{\"Type\":\"User\",\"message\":\"The derived qualifier from the function name does not match the "
                        + "specified qualifier.\"}",
                project.post("/2015-03-31/functions/echo:live/invocations?Qualifier=test", "{}"));
    }

    @Test
    void aNameThatNoFunctionCanHaveIs400() throws Exception {
        var error = assertThrows(LambdaException.class, () -> lambda.invoke(call -> call.functionName("no name")));

        assertEquals("ValidationException", error.awsErrorDetails().errorCode());
        var regex = "(arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))"
                + "?-[a-z]+-\\d{1}:\\d{12}:|((([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}):)?(\\d{12}:)?))"
                + "(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
        assertReply(400, "ValidationException",
                ("{\"message\":\"1 validation error detected: Value 'no name' at 'functionName' failed to satisfy "
                        + "constraint: "
                        + "Member must satisfy regular expression pattern: " + regex.replace("\\", "\\\\") + "\"}"),
                project.invoke("no%20name", "{}"));
    }

    @Test
    void anInvocationTypeThatIsNoneIs400() throws Exception {
        assertReply(400, "ValidationException",
                "{\"message\":\"1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy "
                        + "constraint: "
                        + "Member must satisfy enum value set: [Event, RequestResponse, DryRun]\"}",
                project.invoke("echo", "{}", "X-Amz-Invocation-Type", "Later"));
    }

    @Test
    void aClientContextThatIsNoJsonIs400() throws Exception {
        for (var context : List.of("%%%", Base64.getEncoder().encodeToString("{".getBytes(UTF_8)), "e30=".repeat(1000)))
            assertReply(400, "InvalidRequestContentException",
                    "{\"Type\":\"User\",\"message\":\"Client context must be a valid Base64-encoded JSON object.\"}",
                    project.invoke("echo", "{}", "X-Amz-Client-Context", context));
    }

    @Test
    void aPayloadOverTheLimitOfItsKindIs413() {
        assertThrows(RequestTooLargeException.class, () -> lambda.invoke(
                call -> call.functionName("echo").payload(SdkBytes.fromUtf8String("\"" + "x".repeat(6 << 20) + "\""))));
        var error = assertThrows(RequestTooLargeException.class,
                () -> lambda.invoke(call -> call.functionName("echo").invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String("\"" + "x".repeat(1 << 20) + "\""))));
        assertEquals("1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
                error.awsErrorDetails().errorMessage());
    }

    @Test
    void otherMethodsAndOperationsAre404() throws Exception {
        var body = "{\"message\":\"Smyth serves POST /2015-03-31/functions/{name}/invocations of the Lambda API\"}";
        for (var method : List.of("GET", "PUT", "DELETE", "PATCH"))
            assertReply(404, "UnknownOperationException", body,
                    project.send(project.request("/2015-03-31/functions/echo/invocations")
                            .method(method, BodyPublishers.noBody()).build()));
        assertReply(404, "UnknownOperationException", body, project.get("/2015-03-31/functions/echo"));
        assertReply(404, "UnknownOperationException", body,
                project.post("/2015-03-31/functions/echo/invocations/", "{}"));
    }

    // --- functions that are clients themselves ---

    @Test
    @Tag("slow")
    void aFunctionInvokesAnotherWithNothingConfigured() throws Exception {
        assertEquals("\"\\\"echo\\\"\"", project.invoke("invokes", "\"echo\"").body());
    }

    @Test
    @Tag("slow")
    void aFunctionThatWaitsForItselfIsTold() throws Exception {
        var told = "Unhandled {\"errorType\":\"Smyth.InvocationLoop\",\"errorMessage\":\"itself waits for itself: "
                + "all of its 1 execution environments are busy "
                + "with invocations that led to this one; raise handlers.itself.concurrency\"}";
        long begun = System.nanoTime();

        assertEquals('"' + told.replace("\"", "\\\"") + '"', project.invoke("itself", "{}").body());
        assertEquals(told, project.get("/itself").body());
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 20, "it has 60 s, and was told late");
    }

    // --- boto3 ---

    @Test
    @Tag("slow")
    void boto3NeedsNothingButTheEndpoint() throws Exception {
        assumeTrue(run("import boto3").isEmpty(), "no python3 with boto3 is installed");

        assertEquals("""
                200 $LATEST None [1]
                200 Unhandled boom
                202 b''
                204 b''
                arn:aws:lambda:eu-central-1:000000000000:function:context:live {'tenant': 'a'}
                ResourceNotFoundException 404 Function not found: arn:aws:lambda:eu-central-1:000000000000:function:nobody
                InvalidRequestContentException 400
                """, run("""
                import base64, boto3, json, sys
                client = boto3.client("lambda", endpoint_url=sys.argv[1], region_name="eu-central-1", aws_access_key_id="any", aws_secret_access_key="thing")
                answer = client.invoke(FunctionName="echo", Payload="[1]")
                print(answer["StatusCode"], answer["ExecutedVersion"], answer.get("FunctionError"), answer["Payload"].read().decode())
                answer = client.invoke(FunctionName="throws")
                print(answer["StatusCode"], answer["FunctionError"], json.load(answer["Payload"])["errorMessage"])
                for kind in "Event", "DryRun":
                    answer = client.invoke(FunctionName="echo", InvocationType=kind)
                    print(answer["StatusCode"], answer["Payload"].read())
                context = base64.b64encode(b'{"custom": {"tenant": "a"}}').decode()
                answer = json.load(client.invoke(FunctionName="arn:aws:lambda:eu-central-1:000000000000:function:context", Qualifier="live", ClientContext=context)["Payload"])
                print(answer["arn"], answer["custom"])
                try:
                    client.invoke(FunctionName="nobody")
                except client.exceptions.ResourceNotFoundException as error:
                    print(error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Message"])
                try:
                    client.invoke(FunctionName="echo", Payload="{")
                except client.exceptions.InvalidRequestContentException as error:
                    print(error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
                """, project.url()));
    }

    // --- infra ---

    private static String function(String name, String handler, Path source, String settings) {
        return "[handlers.%s]\nhandler_path = \"%s\"\nsource = \"%s\"\n%s\n".formatted(name, handler,
                source.toAbsolutePath().toString().replace("\\", "/"), settings);
    }

    private static void assertReply(int status, String type, String body, HttpResponse<String> reply) {
        assertEquals(body, reply.body());
        assertEquals(status, reply.statusCode());
        assertEquals(type, reply.headers().firstValue("x-amzn-ErrorType").orElseThrow());
        assertEquals("application/json", reply.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(reply.headers().firstValue("x-amzn-RequestId").isPresent());
    }

    /// All that a Python program prints.
    private static String run(String program, String... args) throws Exception {
        var command = new ArrayList<>(List.of("python3", "-W", "ignore", "-c", program));
        command.addAll(List.of(args));
        Process python;
        try {
            python = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return e.getMessage();
        }
        try (var out = python.getInputStream()) {
            return new String(out.readAllBytes(), UTF_8).replace("\r\n", "\n");
        } finally {
            python.destroyForcibly();
        }
    }
}
