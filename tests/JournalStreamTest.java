import static org.junit.jupiter.api.Assertions.assertEquals;
import static java.time.Duration.ZERO;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry;
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
    void namesAndFieldsOfEventsAreAContract() throws Exception {
        var documented = Files.readAllLines(Path.of("docs/journal.md")).stream()
                .filter(line -> line.startsWith("| `") && !line.startsWith("| `Dropped`"))
                .map(line -> line.split("\\|")).map(cells -> cells[1].strip() + cells[3])
                .map(row -> row.replaceAll("[`,]", "").strip()).toList();
        var sent = List.of(new Entry.EnvironmentStarted("e:0", "e", 1, 2), new Entry.EnvironmentReady("e:0", 2, ZERO),
                new Entry.EnvironmentStopped("e:0", 2, "exit status 1", false),
                new Entry.DebuggerListening("e:0", "e", 2, "java", 3), new Entry.InvocationStarted("e:0", "id"),
                new Entry.InvocationPending("e:0", "id", 2, ZERO),
                new Entry.InvocationFinished("e:0", "id", Instant.EPOCH, ZERO, Optional.empty(), 128,
                        OptionalInt.empty(), Optional.empty()),
                new Entry.RevisionBuilding("e", List.of()), new Entry.RevisionReady("e", 1, ZERO, List.of()),
                new Entry.RevisionFailed("e", "no", List.of()), new Entry.WorkerLine("e:0", "line"),
                new Entry.WorkerPrompt("e:0", "? "),
                new Entry.RequestServed(Optional.empty(), "id", "GET", "/", 404, ZERO), new Entry.Note("note"));
        project = TestProject.serving("echo", "fixtures.Echo::handle");

        try (var events = Events.of(project, "")) {
            project.await(Entry.RevisionReady.class, _ -> true);
            project.journal.append(new Entry.Note("from here on"));
            events.next("Note", note -> note.get("text").asString().equals("from here on"));
            sent.forEach(project.journal::append);

            assertEquals(documented, sent.stream().map(_ -> events.nameAndFields()).toList());
        }
        assertEquals(Set.of(Entry.class.getPermittedSubclasses()),
                sent.stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test
    void aCompilersMessagesComeWithTheirPlacesAndAllTheirLines() throws Exception {
        project = TestProject.of("[handlers.f]\nhandler_path = \"F::handle\"\nurl_path = \"/f\"\n")
                .file("src/F.java", "public class F {\n    public String handle(Missing event) { return null; }\n}\n");
        project.start();
        project.await(Entry.RevisionFailed.class, _ -> true);
        try (var events = Events.of(project, "")) {
            project.file("src/F.java", "public class F {\n  public String handle(Absent event) { return null; }\n}\n");

            var said = events.next("RevisionFailed").get("diagnostics").get(0);

            assertEquals(project.folder.resolve("src/F.java").toString(), said.get("file").asString());
            assertEquals(2, said.get("line").asInt());
            assertEquals(24, said.get("column").asInt());
            assertEquals("error", said.get("severity").asString());
            assertEquals("cannot find symbol\n  symbol:   class Absent\n  location: class F",
                    said.get("message").asString());
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

        /// `Note text` for the next event.
        String nameAndFields() {
            var name = line();
            while (!name.startsWith("event: ")) name = line();
            return name.substring("event: ".length()) + " "
                    + String.join(" ", JSON.readTree(line().substring("data: ".length())).propertyNames());
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
