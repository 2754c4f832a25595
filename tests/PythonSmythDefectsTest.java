import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.WorkerLine;
import smyth.project.ConfigReader;

/// What users of Python Smyth have met, and must not meet here. Reload, killed workers, deadlines and the Lambda API
/// have tests of their own: [ReloadTest], [SoakTest], [MisbehaviourTest], [LambdaApiTest]; credentials and addresses
/// [AccessTest].
class PythonSmythDefectsTest {
    @Test
    void overlappingRequestsGetTheirOwnAnswersWithEitherStrategy() throws Exception {
        try (var project = TestProject.serving("first", "fixtures.Echo::token", "robin",
                "fixtures.Echo::token\nstrategy_generator_path = \"round_robin\"");
                var clients = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 40; i++) {
                var token = "t" + i;
                var path = (i % 2 == 0 ? "/first" : "/robin") + "?sleep=2&token=" + token;
                work.add(() -> {
                    var reply = project.get(path);
                    assertEquals(200, reply.statusCode(), "a moment without a free process is no error");
                    assertEquals(token, reply.body());
                    return null;
                });
            }
            for (var done : clients.invokeAll(work)) done.get();
        }
    }

    @Test
    void resultOfAnyShapeIsAReply() throws Exception {
        try (var project = replies("")) {
            assertEquals("{\"plain\":true}", project.get("/r/object").body());
            assertEquals("[1,2]", project.get("/r/list").body());
            assertEquals("null", project.get("/r/null").body());
            assertEquals("7", project.get("/r/number-header").headers().firstValue("x-number").orElseThrow());
            assertTrue(project.get("/smyth/api/status").body().contains("\"task_counter\":4"),
                    "one process answered all of them");
        }
    }

    @Test
    void directInvocationLeavesTheRouteAsItWas() throws Exception {
        try (var project = TestProject.serving("echo", "fixtures.Echo::handle")) {
            assertEquals("{\"a\":1}", project.invoke("echo", "{\"a\":1}").body());
            assertTrue(project.get("/echo").body().startsWith("{\"version\":\"2.0\",\"routeKey\":\"ANY /echo\""));
            assertEquals("[1]", project.invoke("echo", "[1]").body());
        }
    }

    @Test
    void noTimeoutMeansTheMostThatLambdaAllows() throws Exception {
        try (var project = TestProject
                .of("[handlers.a]\nhandler_path = \"A\"\n[handlers.b]\nhandler_path = \"B\"\ntimeout = 0.5\n")) {
            var functions = ConfigReader.read(project.folder).functions();
            assertEquals(900, functions.get(0).execution().timeout().toSeconds());
            assertEquals(500, functions.get(1).execution().timeout().toMillis());
        }
    }

    @Test
    void eventLosesNothing() throws Exception {
        try (var project = replies("")) {
            var event = project.get("/r/echo?a=1&a=2", "Cookie", "c=1; d=2", "X-Twice", "one", "X-Twice", "two").body();
            assertTrue(event.contains("\"queryStringParameters\":{\"a\":\"1,2\"}"), event);
            assertTrue(event.contains("\"cookies\":[\"c=1\",\"d=2\"]"), event);
            assertTrue(event.contains("\"x-twice\":\"one,two\""), event);
            assertTrue(event.contains("\"pathParameters\":{\"what\":\"echo\"}"), event);
            assertTrue(event.contains("\"protocol\":\"HTTP/1.1\""), event);
            assertTrue(event.contains("\"domainName\":") && event.contains("\"timeEpoch\":")
                    && event.contains("\"requestId\":"), event);
        }
    }

    @Test
    void bytesPassInBothDirections() throws Exception {
        try (var project = replies("")) {
            var event = project.send(
                    project.request("/r/echo").POST(BodyPublishers.ofByteArray(new byte[] {0, (byte) 0xFF})).build())
                    .body();
            assertTrue(event.contains("\"body\":\"AP8=\"") && event.contains("\"isBase64Encoded\":true"), event);
            var reply = java.net.http.HttpClient.newHttpClient().send(project.request("/r/base64").build(),
                    java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            assertEquals("[0, -1]", java.util.Arrays.toString(reply.body()));
            assertEquals("[a=1, b=2; Path=/]", project.get("/r/cookies").headers().allValues("set-cookie").toString());
        }
    }

    @Test
    void everyMethodReachesTheHandlerAndAnUnknownPathIsNotFound() throws Exception {
        try (var project = replies("")) {
            for (var method : java.util.List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                var reply = project.send(project.request("/r/echo").method(method, BodyPublishers.noBody()).build());
                assertEquals(200, reply.statusCode(), method);
                assertTrue(reply.body().contains("\"method\":\"" + method + "\""), reply.body());
            }
            var head = project.send(project.request("/r/echo").method("HEAD", BodyPublishers.noBody()).build());
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            var unknown = project.get("/other");
            assertEquals(404, unknown.statusCode());
            assertTrue(unknown.body().contains("\"ANY /r/{what+} -> r\""), unknown.body());
            assertTrue(project.get("/other", "Accept", "text/html").body().contains("<title>No route - Smyth</title>"));
        }
    }

    @Test
    void helpWorksWhereThereIsNoConfiguration() {
        assertTrue(TestProject.command("--help").endsWith("0"));
        assertTrue(TestProject.command("check", "--help").contains("smyth check"));
        assertTrue(TestProject.command("--version").startsWith("smyth "));
    }

    @Test
    void noLineIsDroppedForWhatItSays() throws Exception {
        try (var project = TestProject.serving("output", "fixtures.Output::says")) {
            project.invoke("output", "\"GET /smyth/api/status\"");
            project.await(WorkerLine.class, line -> line.text().equals("GET /smyth/api/status"));
        }
    }

    @Test
    void everyInvocationHasItsOwnIdAndItsStartAndEnd() throws Exception {
        try (var project = TestProject.serving("counts", "fixtures.Counts::handle")) {
            var ids = new HashSet<String>();
            for (int i = 0; i < 3; i++) {
                project.get("/counts");
                var started = project.await(InvocationStarted.class, entry -> ids.add(entry.requestId()));
                var finished = project.await(InvocationFinished.class,
                        entry -> entry.requestId().equals(started.requestId()));
                assertFalse(finished.duration().isNegative());
            }
            assertEquals(3, ids.size());
        }
    }

    @Test
    void eventAndContextFunctionsRunBesideTheHandler() throws Exception {
        try (var project = TestProject.serving("echo",
                "fixtures.Echo::handle\nevent_data_function_path = "
                        + "\"fixtures.Custom.event\"\ncontext_data_function_path = \"fixtures.Custom.context\"",
                "broken", "fixtures.Echo::handle\nevent_data_function_path = \"fixtures.Custom.broken\"")) {
            var reply = project.post("/echo", "hello", "content-type", "text/plain").body();
            assertTrue(reply.startsWith("{\"Records\":[{\"body\":\"hello\"}],\"from\":\"/echo\",\"headers\":{"), reply);
            assertEquals("{\"direct\":1}", project.invoke("echo", "{\"direct\":1}").body(),
                    "a direct invocation brings its own event");
            var broken = project.get("/broken");
            assertEquals(500, broken.statusCode());
            assertTrue(broken.body().contains("cannot make an event")
                    && broken.body().contains("fixtures.Custom.broken(Custom.java:"), broken.body());
        }
    }

    private static TestProject replies(String more) throws Exception {
        return TestProject.of(
                "[handlers.r]\nhandler_path = \"fixtures.Replies::handle\"\nurl_path = \"/r/{what:path}\"\nsource = \""
                        + TestProject.FUNCTIONS.toString().replace("\\", "/") + "\"\n" + more)
                .start();
    }
}
