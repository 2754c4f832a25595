import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.invocation.Invocation;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;

/// Answers that a function writes piece by piece, through a function URL in mode `RESPONSE_STREAM` and through fronts
/// that collect them.
class StreamingTest {
    private static final String STREAM = "fixtures.Streams::handle\nevent = \"function-url\"\n"
            + "invoke_mode = \"response_stream\"\ntimeout = 30";
    private static final long SOON_MILLIS = 50;

    @Test
    void clientSeesEachLineSoonAfterItWasWritten() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            project.get("/s?nothing"); // the init phase is not the stream's

            assertComesSoon(lines(project, "/s?lines"), 6);
        }
    }

    @Test
    void requestStreamHandlerStreams() throws Exception {
        var toml = "[handlers.s]\nhandler_path = \"Lines\"\nsource = \"Lines.java\"\nurl_path = \"/s\"\n"
                + "event = \"function-url\"\ninvoke_mode = \"response_stream\"\n";
        try (var project = TestProject.of(toml).file("Lines.java", """
                //DEPS com.amazonaws:aws-lambda-java-core:1.4.0
                import com.amazonaws.services.lambda.runtime.*;
                import java.io.*;

                public class Lines implements RequestStreamHandler {
                    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                        var lines = new PrintWriter(out, true);
                        for (int i = 0; i < 5; i++) {
                            lines.println(System.currentTimeMillis());
                            try {
                                Thread.sleep(200);
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        }
                    }
                }
                """).start()) {
            assertComesSoon(lines(project, "/s"), 5);
        }
    }

    private static void assertComesSoon(HttpResponse<java.io.InputStream> reply, int lines) throws IOException {
        int count = 0;
        try (var reader = reader(reply)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine(), count++) {
                long late = System.currentTimeMillis() - Long.parseLong(line);
                assertTrue(late < SOON_MILLIS, "line " + count + " came after " + late + " ms");
            }
        }
        assertEquals(200, reply.statusCode());
        assertEquals(lines, count);
        assertEquals("application/octet-stream", reply.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void preludeMakesStatusHeadersAndCookies() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var reply = project.get("/s?prelude");

            assertEquals(201, reply.statusCode());
            assertEquals("created", reply.body());
            assertEquals("a", reply.headers().firstValue("x-shop").orElseThrow());
            assertEquals("text/plain", reply.headers().firstValue("content-type").orElseThrow());
            assertEquals(List.of("a=1", "b=2"), reply.headers().allValues("set-cookie"));
        }
    }

    @Test
    void replyWithoutBodyHasNone() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var none = project.get("/s?no-content");
            var head = project.send(project.request("/s?prelude").method("HEAD",
                    java.net.http.HttpRequest.BodyPublishers.noBody()).build());

            assertEquals("204 ", none.statusCode() + " " + none.body());
            assertEquals("201 ", head.statusCode() + " " + head.body());
            assertEquals("", project.get("/s?nothing").body());
            assertEquals("byte by byte", project.get("/s?bytes").body());
        }
    }

    @Test
    void preludeThatCannotBeSentIsAMalformedReply() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var reply = project.get("/s?bad-prelude");

            assertEquals(502, reply.statusCode());
            assertTrue(reply.body().contains("statusCode 99 is outside 200 to 599"), reply.body());
            assertEquals(201, project.get("/s?prelude").statusCode());
        }
    }

    @Test
    void answerInOnePieceIsPassedOnToTheByte() throws Exception {
        try (var project = TestProject.serving("s",
                STREAM.replace("::handle", "::whole"))) {
            var reply = project.get("/s");

            assertEquals(200, reply.statusCode());
            assertTrue(reply.body().contains("\"statusCode\":201"), reply.body());
            assertEquals("application/json", reply.headers().firstValue("content-type").orElseThrow());
        }
    }

    @Test
    void errorBeforeTheFirstPieceIsAnErrorReply() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var reply = project.get("/s?fails-at-once");

            assertEquals(502, reply.statusCode());
            assertTrue(reply.body().contains("\"errorMessage\":\"at once\",\"stackTrace\":[\"fixtures.Streams."),
                    reply.body());
            assertTrue(!reply.body().contains("worker.java"), reply.body());
        }
    }

    @Test
    void errorMidwayBreaksTheConnectionOffAndTheWorkerLivesOn() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var begun = reader(lines(project, "/s?fails"));

            assertEquals("begun", begun.readLine());
            assertThrows(IOException.class, begun::readLine);
            var finished = project.await(InvocationFinished.class, _ -> true);
            assertEquals("error", finished.failure().orElseThrow().status());
            assertEquals(201, project.get("/s?prelude").statusCode());
            assertEquals(1, project.all(EnvironmentStarted.class).size());
        }
    }

    @Test
    void deadlineEndsAStream() throws Exception {
        try (var project = TestProject.serving("s", STREAM.replace("timeout = 30", "timeout = 1"))) {
            var begun = reader(lines(project, "/s?hangs"));

            assertEquals("begun", begun.readLine());
            assertThrows(IOException.class, begun::readLine);
            var finished = project.await(InvocationFinished.class, _ -> true);
            assertEquals("timeout", finished.failure().orElseThrow().status());
            assertTrue(finished.failure().orElseThrow().message().endsWith("Task timed out after 1.00 seconds"));
            assertEquals(201, project.get("/s?prelude").statusCode());
        }
    }

    @Test
    void exitMidwayBreaksTheConnectionOff() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var begun = reader(lines(project, "/s?exits"));

            assertEquals("begun", begun.readLine());
            assertThrows(IOException.class, begun::readLine);
            var finished = project.await(InvocationFinished.class, _ -> true);
            assertEquals("Runtime.ExitError", finished.failure().orElseThrow().errorType());
            assertEquals(201, project.get("/s?prelude").statusCode());
        }
    }

    @Test
    void clientThatGoesAwayStopsTheStreamAndTheWorkerLivesOn() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            leaveAfterTheFirstLine(project, "/s?endless");

            TestProject.await("the execution environment is free",
                    () -> status(project).contains("\"state\":\"warm\""));
            assertEquals(201, project.get("/s?prelude").statusCode());
            assertEquals(1, project.all(EnvironmentStarted.class).size());
        }
    }

    @Test
    void workerThatDoesNotStopWhenTheClientIsGoneIsEnded() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            leaveAfterTheFirstLine(project, "/s?deaf");

            var stopped = project.await(EnvironmentStopped.class, _ -> true);
            assertEquals("the client went away", stopped.reason());
            assertEquals(201, project.get("/s?prelude").statusCode());
        }
    }

    @Test
    void executionEnvironmentIsBusyUntilItsStreamHasEnded() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            try (var lines = reader(lines(project, "/s?lines"))) {
                lines.readLine();

                assertTrue(status(project).contains("\"state\":\"working\""), status(project));
                assertEquals(0, project.all(InvocationFinished.class).size());
                while (lines.readLine() != null) {
                    // to its end
                }
            }
            project.await(InvocationFinished.class, _ -> true);
            TestProject.await("it is free", () -> status(project).contains("\"state\":\"warm\""));
        }
    }

    @Test
    void frontThatDoesNotStreamCollects() throws Exception {
        try (var project = TestProject.serving("buffered", "fixtures.Streams::handle\nevent = \"function-url\"", "api",
                "fixtures.Streams::handle", "streams", STREAM)) {
            assertEquals("created", project.get("/streams?prelude").body());
            assertEquals("byte by byte", project.get("/api?bytes").body());
            assertTrue(project.get("/buffered?prelude").body().startsWith("{\"statusCode\":201"));
            var large = project.get("/api?7");
            assertEquals(500, large.statusCode());
            assertTrue(large.body().contains("Function.ResponseSizeTooLarge"), large.body());
        }
    }

    @Test
    void streamOfMoreThanTwoHundredMegabytesIsBrokenOff() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var in = lines(project, "/s?201").body();
            assertThrows(IOException.class, () -> in.transferTo(java.io.OutputStream.nullOutputStream()));
            var finished = project.await(InvocationFinished.class, _ -> true);
            assertEquals("Function.ResponseSizeTooLarge", finished.failure().orElseThrow().errorType());
            assertEquals(201, project.get("/s?prelude").statusCode());
        }
    }

    @Test
    void callerWithoutHttpGetsTheStreamAndClosesIt() throws Exception {
        try (var project = TestProject.serving("s", STREAM)) {
            var streamed = new Invocation(Invocation.newRequestId(), "s",
                    "{\"rawQueryString\":\"endless\"}".getBytes(UTF_8), java.util.Optional.empty(),
                    java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty(), true);
            var outcome = project.smyth().invoke(streamed);
            try (var body = ((smyth.invocation.Outcome.Streamed) outcome).body()) {
                assertEquals('0', body.read());
            }
            assertEquals(201, project.get("/s?prelude").statusCode());
        }
    }

    /// The server's heap is a third of what passes through it; the handler runs in a process of its own.
    @Test
    @Tag("slow")
    void twoHundredMegabytesPassThroughASmallHeap() throws Exception {
        var folder = Files.createTempDirectory("smyth-test").toRealPath();
        Files.writeString(folder.resolve("smyth.toml"), """
                port = 0
                [handlers.s]
                handler_path = "fixtures.Streams::handle"
                url_path = "/s"
                event = "function-url"
                invoke_mode = "response_stream"
                source = "%s"
                """.formatted(TestProject.FUNCTIONS));
        var smyth = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), "smyth",
                folder.toString()).redirectError(folder.resolve("stderr.txt").toFile()).start();
        try {
            var url = smyth.inputReader(UTF_8).readLine().substring("Smyth on ".length());
            var reply = HttpClient.newHttpClient().send(
                    java.net.http.HttpRequest.newBuilder(java.net.URI.create(url + "/s?200")).build(),
                    BodyHandlers.ofInputStream());

            assertEquals(200L << 20, reply.body().transferTo(java.io.OutputStream.nullOutputStream()));
            assertTrue(smyth.isAlive());
        } finally {
            smyth.descendants().forEach(ProcessHandle::destroyForcibly);
            smyth.destroyForcibly().waitFor();
            for (var name : List.of("smyth.toml", "stderr.txt")) Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder);
        }
    }

    private static HttpResponse<java.io.InputStream> lines(TestProject project, String path) throws Exception {
        return HttpClient.newHttpClient().send(project.request(path).GET().build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader reader(HttpResponse<java.io.InputStream> reply) {
        return new BufferedReader(new InputStreamReader(reply.body(), UTF_8));
    }

    private static void leaveAfterTheFirstLine(TestProject project, String path) throws IOException {
        var uri = project.uri("/");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertEquals("HTTP/1.1 200 OK", in.readLine());
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                // headers
            }
            assertTrue(!in.readLine().isEmpty(), "a chunk has come");
        }
    }

    private static String status(TestProject project) {
        try {
            return project.get("/smyth/api/status").body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
