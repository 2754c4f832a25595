import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import smyth.event.Account;
import smyth.event.ErrorBodies;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.event.HttpRequest;
import smyth.event.Integration;
import smyth.event.Integrations;
import smyth.invocation.Outcome;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;
import smyth.route.Route;
import smyth.route.RouteMatch;
import smyth.route.RouteTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// tests/events/<format>/<case>.request.json becomes <case>.event.json, and <case>.payload.json becomes
/// <case>.reply.json.
///
/// Events are compared with the order of their keys. What a request or payload file may say is read off below.
class EventMappingTest {
    private static final Path EVENTS = Path.of("tests/events");
    private static final Account ACCOUNT = new Account("eu-central-1", "123456789012");
    private static final String REQUEST_ID = "8b2ed5b3-2a4c-4b7e-9d8f-0123456789ab";

    @TestFactory
    Stream<DynamicNode> events() throws IOException {
        try (var formats = Files.list(EVENTS)) {
            return formats.sorted().toList().stream()
                    .map(format -> dynamicContainer(format.getFileName().toString(), cases(format)));
        }
    }

    private static List<DynamicTest> cases(Path format) {
        var tests = new ArrayList<DynamicTest>();
        try (var files = Files.list(format)) {
            for (var file : files.sorted().toList()) {
                var name = format.getFileName() + "/" + file.getFileName().toString().replaceFirst("\\..*", "");
                if (file.toString().endsWith(".request.json"))
                    tests.add(dynamicTest(name + " event", file.toUri(), () -> checkEvent(file)));
                if (file.toString().endsWith(".payload.json"))
                    tests.add(dynamicTest(name + " reply", file.toUri(), () -> checkReply(file)));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return tests;
    }

    private static void checkEvent(Path file) {
        var given = read(file);
        var request = request(given);
        var route = route(given.path("route").asString("ANY /{path:path}"), format(file));

        var event = integration(file, ErrorBodies.AWS).event(request, match(route, request),
                given.path("requestId").asString(REQUEST_ID));

        assertEquals(read(sibling(file, "event")).toPrettyString(),
                JsonMapper.shared().readTree(event).toPrettyString());
        if (!file.getParent().endsWith("direct"))
            assertEquals(read(sibling(file, "event")).toString(), new String(event, UTF_8));
    }

    private static void checkReply(Path file) {
        var given = read(file);
        var errors = ErrorBodies.valueOf(given.path("errors").asString("aws").toUpperCase());
        var request = given.has("request") ? request(given.get("request"))
                : request(JsonMapper.shared().readTree("{}"));

        var reply = integration(file, errors).reply(request, given.path("requestId").asString(REQUEST_ID),
                outcome(given));

        assertEquals(read(sibling(file, "reply")).toPrettyString(), written(reply).toPrettyString());
    }

    private static Path sibling(Path file, String kind) {
        return file.resolveSibling(
                file.getFileName().toString().replaceFirst("\\.(request|payload)\\.json$", "." + kind + ".json"));
    }

    private static PayloadFormat format(Path file) {
        var name = file.getParent().getFileName().toString();
        return Stream.of(PayloadFormat.values()).filter(format -> format.setting().equals(name)).findFirst()
                .orElse(PayloadFormat.HTTP_API);
    }

    private static Integration integration(Path file, ErrorBodies errors) {
        return file.getParent().endsWith("direct") ? Integrations.direct()
                : Integrations.of(format(file), ACCOUNT, errors);
    }

    private static HttpRequest request(JsonNode given) {
        var line = given.path("line").asString("GET / HTTP/1.1").split(" ");
        var target = line[1].split("\\?", 2);
        var headers = new ArrayList<Header>();
        for (var header : given.path("headers")) headers.add(header(header.asString()));
        var sent = body(given, "body");
        return new HttpRequest(line[0], target[0], target.length > 1 ? target[1] : "", line[2], headers, sent,
                given.path("sourceIp").asString("127.0.0.1"),
                Instant.parse(given.path("received").asString("2026-07-10T19:19:05.123Z")));
    }

    /// `route`: a method or ANY and a path as in the configuration, or `$default`.
    private static Route route(String key, PayloadFormat format) {
        if (key.equals("$default")) return new Route("orders", PathPattern.DEFAULT, Set.of(), format);
        var parts = key.split(" ");
        return new Route("orders", PathPattern.parse(parts[1]),
                parts[0].equals("ANY") ? Set.of() : Set.of(parts[0].split(",")), format);
    }

    private static RouteMatch match(Route route, HttpRequest request) {
        return new RouteTable(List.of(route)).match(request.method(), request.rawPath()).orElseThrow();
    }

    private static Outcome outcome(JsonNode given) {
        return switch (given.path("outcome").asString("returned")) {
            case "returned" -> new Outcome.Returned(body(given, "payload"));
            case "streamed" -> new Outcome.Streamed(given.path("contentType").asString("application/octet-stream"),
                    new ByteArrayInputStream(body(given, "payload")));
            case "breaks" -> new Outcome.Streamed("application/octet-stream",
                    new SequenceInputStream(new ByteArrayInputStream(body(given, "payload")), new Broken()));
            case "failed" -> new Outcome.Failed(body(given, "payload"), given.path("errorType").asString("Unhandled"));
            case "timedOut" -> new Outcome.TimedOut(Duration.ofMillis(given.get("limit").asInt()));
            case "exited" -> new Outcome.Exited(given.path("reason").asString(""));
            case "tooLarge" -> new Outcome.TooLarge(6_291_556);
            case "rejected" -> new Outcome.Rejected(given.get("errorType").asString(), given.get("message").asString());
            default -> throw new IllegalArgumentException(given.toString());
        };
    }

    /// `<key>` is text, or JSON that is sent in its compact form; `<key>Base64` is bytes; `repeat` multiplies them.
    private static byte[] body(JsonNode given, String key) {
        if (given.has(key + "Base64")) return Base64.getDecoder().decode(given.get(key + "Base64").asString());
        if (!given.has(key)) return new byte[0];
        var text = given.get(key).isString() ? given.get(key).asString() : given.get(key).toString();
        return text.repeat(given.path("repeat").asInt(1)).getBytes(UTF_8);
    }

    private static Header header(String line) {
        var parts = line.split(": ?", 2);
        return new Header(parts[0], new String(parts[1].getBytes(UTF_8), ISO_8859_1));
    }

    private static JsonNode written(HttpReply reply) {
        var json = JsonMapper.shared().createObjectNode().put("status", reply.status());
        var headers = json.putArray("headers");
        for (var header : reply.headers())
            headers.add(header.name() + ": " + new String(header.value().getBytes(ISO_8859_1), UTF_8));
        var text = new String(reply.bytes(), UTF_8);
        if (text.contains("\uFFFD")) json.put("bodyBase64", Base64.getEncoder().encodeToString(reply.bytes()));
        else json.put("body", text);
        return json;
    }

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("no " + file, e);
        }
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the function stopped in the middle of its answer");
        }
    }
}
