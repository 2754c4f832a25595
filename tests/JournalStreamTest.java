import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JournalStreamTest {
    private TestProject project;

    @AfterEach
    void stop() throws IOException {
        if (project != null) project.close();
    }

    @Test
    void journalIsAStreamOfEventsNamedAfterTheirEntries() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle");
        try (var events = Events.of(project, "")) {
            assertEquals("text/event-stream; charset=utf-8", events.contentType);

            project.get("/echo");
            var started = events.next("EnvironmentStarted");
            var ready = events.next("EnvironmentReady");
            var finished = events.next("InvocationFinished");

            assertEquals("echo:0", started.get("environment").asString());
            assertEquals("echo", started.get("function").asString());
            assertEquals(started.get("pid").asLong(), ready.get("pid").asLong());
            assertTrue(ready.get("init").asDouble() > 1, "init is in milliseconds: " + ready);
            assertTrue(finished.get("failure").isNull(), finished.toString());
            assertEquals(128, finished.get("memory_size").asInt());
        }
    }

    @Test
    void journalBeginsWithTheMomentOfTheRequest() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle");
        project.get("/echo");

        try (var events = Events.of(project, "")) {
            project.get("/echo?second");

            assertEquals("/echo?second", events.next("RequestServed", served -> true).get("target").asString());
        }
    }

    @Test
    void readerIsForgottenWhenItsClientHasGone() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle");
        Events.of(project, "?attach=java,node").close();

        TestProject.await("the reader is gone", () -> {
            try {
                project.get("/echo"); // each entry is tried on the connection
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return !project.journal.hasReaderThatAttaches("java");
        });
    }

    @Test
    void pageOfAnotherOriginMayNotReadTheJournal() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle");

        var refused = project.get("/smyth/api/journal", "Origin", "https://example.com");

        assertEquals(403, refused.statusCode());
    }

    @Test
    void wordThatADebuggerIsInPlaceIsRefusedWhereThereIsNoWorker() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle");

        var unknown = project.post("/smyth/api/environments/echo:7/attached?pid=12", "");

        assertEquals(404, unknown.statusCode());
        assertEquals(
                "{\"message\":\"Not Found\",\"errorMessage\":\"there is no worker 12 in an execution environment "
                        + "'echo:7'\"}",
                unknown.body());
    }

    @Test
    @Tag("slow")
    void silenceIsFilledWithHeartbeats() throws Exception {
        project = TestProject.serving("echo", "fixtures.Echo::handle");
        project.get("/echo");
        try (var events = Events.of(project, "")) {
            long begun = System.nanoTime();

            for (var line = events.line(); !line.equals(": heartbeat"); line = events.line())
                assertTrue(line != null, "the stream has ended");

            assertTrue(System.nanoTime() - begun > 10_000_000_000L, "a heartbeat comes every 15 s");
        }
    }

    /// A client of the journal, as simple as one can be.
    static final class Events implements AutoCloseable {
        private static final JsonMapper JSON = JsonMapper.shared();

        final String contentType;
        private final HttpClient client;
        private final BufferedReader lines;

        private Events(String contentType, HttpClient client, BufferedReader lines) {
            this.contentType = contentType;
            this.client = client;
            this.lines = lines;
        }

        static Events of(TestProject project, String query) throws IOException, InterruptedException {
            var client = HttpClient.newHttpClient();
            var response = client.send(
                    java.net.http.HttpRequest.newBuilder(project.uri("/smyth/api/journal" + query)).build(),
                    BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            return new Events(response.headers().firstValue("Content-Type").orElse(""), client,
                    new BufferedReader(new InputStreamReader(response.body())));
        }

        JsonNode next(String name) {
            return next(name, _ -> true);
        }

        /// The next event of this name; what comes before it is passed over.
        JsonNode next(String name, Predicate<JsonNode> which) {
            var event = "";
            for (var line = line();; line = line()) {
                if (line == null) throw new AssertionError("the journal has ended without " + name);
                if (line.startsWith("event: ")) event = line.substring("event: ".length());
                if (!line.startsWith("data: ") || !event.equals(name)) continue;
                var data = JSON.readTree(line.substring("data: ".length()));
                if (which.test(data)) return data;
            }
        }

        String line() {
            try {
                return lines.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
