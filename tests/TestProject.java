import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import smyth.Smyth;
import smyth.cli.Command;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.journal.Entry;
import smyth.journal.Journal;
import smyth.project.ConfigReader;

/// A project in a folder of its own with Smyth serving it on a free port: what most tests begin with.
///
/// Functions of `tests/fixtures/functions` are named `fixtures.Echo::handle`; they are compiled once and found in the
/// cache afterwards.
final class TestProject implements AutoCloseable {
    static final Path FUNCTIONS = Path.of("tests/fixtures/functions").toAbsolutePath();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Path folder;
    final Journal journal = new Journal();
    private final Journal.Reader reader = journal.read(256 << 20, Set.of());
    private final List<Entry> entries = new ArrayList<>();
    private Smyth server;

    private TestProject(Path folder) {
        this.folder = folder;
    }

    /// A project whose `smyth.toml` is this text with `port = 0` before it. Not started yet.
    static TestProject of(String toml) throws IOException {
        var project = new TestProject(Files.createTempDirectory("smyth-test").toRealPath());
        project.file("smyth.toml", "port = 0\n" + toml);
        return project;
    }

    /// Handlers of the fixture functions, started: `name = path` → a function of that name on `/name`.
    ///
    /// @param handlers pairs of name and handler, `echo`, `fixtures.Echo::handle`; settings may follow the handler
    ///                 after a `\n`
    static TestProject serving(String... handlers) throws IOException, ConfigException {
        var toml = new StringBuilder();
        for (int i = 0; i < handlers.length; i += 2) {
            var lines = handlers[i + 1].split("\n", 2);
            toml.append("[handlers.%s]\nhandler_path = \"%s\"\nurl_path = \"/%s\"\nsource = \"%s\"\n%s\n".formatted(
                    handlers[i], lines[0], handlers[i], FUNCTIONS.toString().replace("\\", "/"),
                    lines.length > 1 ? lines[1] : ""));
        }
        return of(toml.toString()).start();
    }

    /// A project with this `pyproject.toml`, as a user pasted it: only its port is replaced by a free one. Not
    /// started yet.
    static TestProject pyproject(String toml) throws IOException {
        return new TestProject(Files.createTempDirectory("smyth-test").toRealPath()).file("pyproject.toml", toml);
    }

    TestProject file(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    TestProject start() throws IOException, ConfigException {
        server = Smyth.start(this::read, true, journal);
        return this;
    }

    private Config read() throws ConfigException {
        if (Files.exists(folder.resolve("smyth.toml"))) return ConfigReader.read(folder.resolve("smyth.toml"));
        var pasted = ConfigReader.read(folder);
        return pasted.with("127.0.0.1", 0, pasted.logLevel());
    }

    Smyth smyth() {
        return server;
    }

    String url() {
        return server.url();
    }

    URI uri(String path) {
        return URI.create(server.url() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    /// A direct invocation by the Lambda API's path.
    HttpResponse<String> invoke(String function, String event, String... headers)
            throws IOException, InterruptedException {
        return post("/2015-03-31/functions/" + function + "/invocations", event, headers);
    }

    Outcome outcome(String function, String event) throws InterruptedException {
        return server.invoke(Invocation.of(function, event.getBytes(UTF_8)));
    }

    /// Keeps no more of the journal: for runs that are long.
    TestProject forgetful() {
        reader.close();
        return this;
    }

    /// The first entry of this kind, from the start of the journal on; waits for it.
    <E extends Entry> E await(Class<E> kind, Predicate<E> which) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0;; i++) {
            while (i >= entries.size()) {
                var next = reader.next(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) throw new AssertionError(
                        "no " + kind.getSimpleName() + " came within " + PATIENCE + "; there were " + entries);
                entries.add(next);
            }
            if (kind.isInstance(entries.get(i)) && which.test(kind.cast(entries.get(i))))
                return kind.cast(entries.get(i));
        }
    }

    /// Every entry of this kind so far.
    <E extends Entry> List<E> all(Class<E> kind) {
        try {
            for (var next = reader.next(0, TimeUnit.NANOSECONDS); next != null; next = reader.next(0,
                    TimeUnit.NANOSECONDS))
                entries.add(next);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Waits until it is so.
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not within " + PATIENCE + ": " + what);
            Thread.sleep(5);
        }
    }

    /// What a command line prints to stdout and stderr, and its exit code on the last line.
    static String command(String... args) {
        var text = new ByteArrayOutputStream();
        var stream = new PrintStream(text, true, UTF_8);
        int status = Command.run(stream, stream, args);
        return text.toString(UTF_8) + status;
    }

    @Override
    public void close() throws IOException {
        if (server != null) server.close();
        reader.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
