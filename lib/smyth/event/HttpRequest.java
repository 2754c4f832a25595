package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import smyth.invocation.TraceId;
import smyth.route.RouteMatch;
import tools.jackson.core.JsonGenerator;

/// One HTTP request as it came in: nothing decoded, nothing joined. Below that, the views of it that events are made
/// of.
///
/// @param rawPath  percent-encoded, with the leading slash
/// @param rawQuery percent-encoded, without the question mark; "" when there is none
/// @param protocol `HTTP/1.1`
/// @param headers  values have one character for each byte received
/// @param sourceIp the address of the peer, which may be a tunnel
public record HttpRequest(String method, String rawPath, String rawQuery, String protocol, List<Header> headers,
        byte[] body, String sourceIp, Instant received) {
    private static final Set<String> TEXT_TYPES = Set.of("application/json", "application/xml",
            "application/javascript");

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /// The first value of a header, whatever its case.
    public Optional<String> header(String name) {
        for (var header : headers)
            if (header.name().equalsIgnoreCase(name)) return Optional.of(header.value());
        return Optional.empty();
    }

    /// The trace header of this request: the client's own, or one made from time and request id in AWS's form.
    public String traceId(String requestId) {
        var sent = header("x-amzn-trace-id");
        return sent.isPresent() ? sent.get() : TraceId.of(received, requestId);
    }

    /// What the user's own event and context functions get as `request`, as JSON bytes: as it came in, but for
    /// decoded path parameters.
    ///
    /// `headers` has a list of values by lower-case name; `body` is text where it is valid UTF-8, base64 otherwise.
    public byte[] toJson(RouteMatch match) {
        return json(json -> {
            json.writeStringProperty("method", method);
            json.writeStringProperty("rawPath", rawPath);
            json.writeStringProperty("rawQuery", rawQuery);
            json.writeStringProperty("protocol", protocol);
            Json.writeLists(json, "headers", ForwardedHeaders.byName(headers));
            Json.writeMap(json, "pathParameters", Utf8.decoded(match.pathParameters()));
            json.writeStringProperty("sourceIp", sourceIp);
            json.writeNumberProperty("receivedAt", received.toEpochMilli());
            boolean text = Utf8.isValid(body);
            json.writeName("body");
            if (text) json.writeUTF8String(body, 0, body.length);
            else json.writeBinary(body);
            json.writeBooleanProperty("isBase64Encoded", !text);
        });
    }

    /// The bytes of one JSON object with the given properties, with room for the body among them.
    byte[] json(Consumer<JsonGenerator> properties) {
        return Json.object(2048 + body.length + body.length / 2, properties);
    }

    /// Writes `body`, as text or base64.
    void writeBody(JsonGenerator json) {
        if (isBase64Encoded()) json.writeName("body").writeBinary(body);
        else writeText(json);
    }

    /// Writes `body` as text. Bytes that are not UTF-8 become replacement characters.
    void writeText(JsonGenerator json) {
        json.writeName("body");
        if (Utf8.isValid(body)) json.writeUTF8String(body, 0, body.length);
        else json.writeString(new String(body, UTF_8));
    }

    /// HTTP APIs, function URLs and load balancers let `text/*`, JSON, XML and JavaScript through as text. Anything
    /// else, no content type and compressed bodies arrive as base64; form data as well.
    boolean isBase64Encoded() {
        if (body.length == 0) return false;
        if (header("content-encoding").isPresent()) return true;
        var type = header("content-type").orElse("");
        int end = type.indexOf(';');
        var media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return !media.startsWith("text/") && !TEXT_TYPES.contains(media);
    }

    /// Day/Mon/year:time zone, as web servers log it.
    String commonLogTime() {
        return LogTime.of(received);
    }

    Map<String, List<String>> query(boolean decode) {
        return QueryString.parse(rawQuery, decode);
    }

    /// The cookies of all `Cookie` headers, one `name=value` each, values not decoded.
    List<String> cookies() {
        var cookies = new ArrayList<String>();
        for (var header : headers) {
            if (!header.name().equalsIgnoreCase("cookie")) continue;
            for (var cookie : header.value().split(";"))
                if (!cookie.isBlank()) cookies.add(Utf8.text(cookie.strip()));
        }
        return cookies;
    }

    SortedMap<String, List<String>> forwardedHeaders(String requestId) {
        return ForwardedHeaders.of(headers, body.length, traceId(requestId), sourceIp);
    }
}
