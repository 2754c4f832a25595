package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import smyth.event.HttpReply;
import smyth.invocation.JsonText;
import smyth.journal.Entry;
import smyth.journal.EntryName;
import smyth.journal.Journal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// `GET {prefix}/api/journal` and `POST {prefix}/api/environments/{name}/attached`: what an editor needs to debug
/// every worker.
///
/// The journal comes as server-sent events, from the moment of the request on: each has its entry's [EntryName], and as
/// data the entry's fields in snake_case with durations in milliseconds. `Dropped` says how many events were lost
/// because the client was too slow. `?attach=java,node,python` says that the client attaches debuggers: workers of
/// these languages then wait until it posts that the debugger is attached.
final class JournalHandler implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Pattern PATH = Pattern.compile("/environments/([^/]+)/attached");
    private final Journal journal;
    private final BiPredicate<String, OptionalLong> attached;
    private final Set<Thread> streams = ConcurrentHashMap.newKeySet();

    JournalHandler(Journal journal, BiPredicate<String, OptionalLong> attached) {
        this.journal = journal;
        this.attached = attached;
    }

    static boolean serves(String page) {
        return PATH.matcher(page).matches();
    }

    /// Blocks until the client or the server goes.
    int stream(HttpExchange exchange) throws IOException {
        var languages = parameter(exchange, "attach").stream().flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip).collect(Collectors.toSet());
        streams.add(Thread.currentThread());
        try (var reader = journal.read(Journal.BEHIND, languages)) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (var text = ": the journal from now on\n\n";; text = next(reader)) {
                    out.write(text.getBytes(UTF_8));
                    out.flush();
                }
            }
        } catch (InterruptedException _) {
            return 200; // closed by us, in order
        } finally {
            streams.remove(Thread.currentThread());
        }
    }

    /// Ends every stream: a server that stops waits for those who are being answered, and these would be for ever.
    @Override
    public void close() {
        streams.forEach(Thread::interrupt);
    }

    private static String next(Journal.Reader reader) throws InterruptedException {
        var entry = reader.next(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        long dropped = reader.dropped();
        return (dropped > 0 ? "event: Dropped\ndata: {\"count\":" + dropped + "}\n\n" : "")
                + (entry == null ? ": heartbeat\n\n" : event(entry));
    }

    private static String event(Entry entry) {
        return "event: " + EntryName.of(entry) + "\ndata: " + Json.MAPPER.writeValueAsString(entry) + "\n\n";
    }

    /// 204, or 404 if this worker does not exist (any more).
    HttpReply attached(HttpExchange exchange, String page) throws IOException {
        Exchanges.body(exchange);
        if (!exchange.getRequestMethod().equals("POST")) return Exchanges.json(405, "{\"message\":\"POST it\"}");
        var path = PATH.matcher(page);
        path.matches();
        var name = URLDecoder.decode(path.group(1).replace("+", "%2B"), UTF_8);
        var pid = parameter(exchange, "pid").filter(text -> text.matches("\\d{1,18}")).stream()
                .mapToLong(Long::parseLong).findFirst();
        if (attached.test(name, pid)) return new HttpReply(204, List.of(), new byte[0]);
        return Exchanges.json(404, "{\"message\":\"Not Found\",\"errorMessage\":"
                + JsonText.quote("there is no worker " + (pid.isPresent() ? pid.getAsLong() + " " : "")
                        + "in an execution environment '" + name + "'")
                + "}");
    }

    private static Optional<String> parameter(HttpExchange exchange, String name) {
        var query = exchange.getRequestURI().getRawQuery();
        if (query == null) return Optional.empty();
        return Arrays.stream(query.split("&")).filter(part -> part.startsWith(name + "="))
                .map(part -> URLDecoder.decode(part.substring(name.length() + 1), UTF_8)).findFirst();
    }

    /// Made for the first client: Jackson's mapper would cost every start a tenth of its time.
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .addModule(new SimpleModule().addSerializer(Duration.class, new Milliseconds())).build();
    }

    private static final class Milliseconds extends StdSerializer<Duration> {
        Milliseconds() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator out, SerializationContext context) {
            out.writeNumber(duration.toNanos() / 1_000_000.0);
        }
    }
}
