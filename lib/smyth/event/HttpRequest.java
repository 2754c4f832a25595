package smyth.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import smyth.route.RouteMatch;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// One HTTP request as it came in: nothing decoded, nothing joined. Below that, the views of it that events are made
/// of.
///
/// @param rawPath  percent-encoded, with the leading slash
/// @param rawQuery percent-encoded, without the question mark; "" when there is none
/// @param protocol `HTTP/1.1`
/// @param headers  values have one character for each byte received
/// @param sourceIp the address of whoever is connected, be it a tunnel
public record HttpRequest(String method, String rawPath, String rawQuery, String protocol, List<Header> headers,
        byte[] body, String sourceIp, Instant received) {
    private static final DateTimeFormatter COMMON_LOG_TIME = DateTimeFormatter
            .ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Set<String> TEXT_TYPES = Set.of("application/json", "application/xml",
            "application/javascript");
    /// Headers that speak about one connection only, RFC 9110 7.6.1; and `expect`, which the front itself has answered.
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection", "te",
            "trailer", "transfer-encoding", "upgrade", "expect");

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /// The same request to another path.
    public HttpRequest at(String path) {
        return path.equals(rawPath) ? this
                : new HttpRequest(method, path, rawQuery, protocol, headers, body, sourceIp, received);
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
        if (sent.isPresent()) return sent.get();
        var id = new StringBuilder("Root=1-").append(HexFormat.of().toHexDigits((int) received.getEpochSecond()))
                .append('-');
        int end = id.length() + 24;
        for (int i = 0; i < requestId.length() && id.length() < end; i++)
            if (HexFormat.isHexDigit(requestId.charAt(i))) id.append(requestId.charAt(i));
        while (id.length() < end) id.append('0');
        return id.toString();
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
            writeLists(json, "headers", headersByName());
            writeMap(json, "pathParameters", decoded(match.pathParameters()));
            json.writeStringProperty("sourceIp", sourceIp);
            json.writeNumberProperty("receivedAt", received.toEpochMilli());
            boolean text = isUtf8(body);
            json.writeName("body");
            if (text) json.writeUTF8String(body, 0, body.length);
            else json.writeBinary(body);
            json.writeBooleanProperty("isBase64Encoded", !text);
        });
    }

    /// The bytes of one JSON object with the given properties, with room for the body among them.
    byte[] json(Consumer<JsonGenerator> properties) {
        var bytes = new ByteArrayOutputStream(2048 + body.length + body.length / 2);
        try (var json = FunctionReply.JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    static void writeMap(JsonGenerator json, String name, Map<String, String> map) {
        writeObject(json, name, map, json::writeString);
    }

    /// The last value of each name, where one has to do.
    static void writeLast(JsonGenerator json, String name, Map<String, List<String>> map) {
        writeObject(json, name, map, values -> json.writeString(values.getLast()));
    }

    static void writeLists(JsonGenerator json, String name, Map<String, List<String>> map) {
        writeObject(json, name, map, values -> writeList(json, values));
    }

    static <T> void writeObject(JsonGenerator json, String name, Map<String, T> map, Consumer<T> value) {
        json.writeName(name);
        json.writeStartObject();
        map.forEach((key, values) -> {
            json.writeName(key);
            value.accept(values);
        });
        json.writeEndObject();
    }

    static void writeList(JsonGenerator json, List<String> values) {
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    /// Writes `body`, as text or base64.
    void writeBody(JsonGenerator json) {
        if (isBase64Encoded()) json.writeName("body").writeBinary(body);
        else writeText(json);
    }

    /// Writes `body` as text. What is no UTF-8 becomes replacement characters.
    void writeText(JsonGenerator json) {
        json.writeName("body");
        if (isUtf8(body)) json.writeUTF8String(body, 0, body.length);
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
        long second = received.getEpochSecond();
        var last = lastLogTime;
        if (last.second() != second) lastLogTime = last = new LogTime(second, COMMON_LOG_TIME.format(received));
        return last.text();
    }

    private static volatile LogTime lastLogTime = new LogTime(Long.MIN_VALUE, "");

    /// Query pairs in the order sent; a name without `=` has the value "".
    Map<String, List<String>> query(boolean decode) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : rawQuery.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decode ? decoded(name.replace('+', ' ')) : name, _ -> new ArrayList<>(1))
                    .add(decode ? decoded(value.replace('+', ' ')) : value);
        }
        return values;
    }

    /// The cookies of all `Cookie` headers, one `name=value` each, values not decoded.
    List<String> cookies() {
        var cookies = new ArrayList<String>();
        for (var header : headers) {
            if (!header.name().equalsIgnoreCase("cookie")) continue;
            for (var cookie : header.value().split(";"))
                if (!cookie.isBlank()) cookies.add(text(cookie.strip()));
        }
        return cookies;
    }

    /// All values by lower-case name, names sorted.
    private SortedMap<String, List<String>> headersByName() {
        var values = new TreeMap<String, List<String>>();
        for (var header : headers)
            values.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(text(header.value()));
        return values;
    }

    /// The headers that a function is shown, by lower-case name: without those of the connection, with those that
    /// AWS's fronts add.
    ///
    /// Where a tunnel or proxy has set `x-forwarded-*` already its values stand alone: it is the front that the client
    /// sees, as API Gateway is on AWS, and the hop from it to this machine would not exist there. Without one, protocol
    /// and port are those of this server and not AWS's `https` and `443`, so that a URL which a function builds from
    /// them can be opened.
    SortedMap<String, List<String>> forwardedHeaders(String requestId) {
        var shown = headersByName();
        // A client may name further headers that are meant for the connection: Java's names upgrade and http2-settings.
        for (var names : shown.getOrDefault("connection", List.of()))
            for (var name : names.split(",")) shown.remove(name.strip().toLowerCase(Locale.ROOT));
        shown.keySet().removeAll(HOP_BY_HOP);
        if (body.length > 0) shown.putIfAbsent("content-length", List.of(Integer.toString(body.length)));
        shown.putIfAbsent("x-amzn-trace-id", List.of(traceId(requestId)));
        shown.putIfAbsent("x-forwarded-for", List.of(sourceIp));
        shown.putIfAbsent("x-forwarded-proto", List.of("http"));
        shown.putIfAbsent("x-forwarded-port", List.of(port(shown.get("x-forwarded-proto").getFirst())));
        return shown;
    }

    private String port(String protocol) {
        var host = header("host").orElse("");
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) return host.substring(colon + 1);
        return protocol.equals("https") ? "443" : "80";
    }

    static Map<String, String> decoded(Map<String, String> encoded) {
        var values = new LinkedHashMap<String, String>();
        encoded.forEach((name, value) -> values.put(name, decoded(value)));
        return values;
    }

    /// Percent-decoded UTF-8; `+` stays, a `%` without two digits stays, bytes that are no UTF-8 become replacement
    /// characters.
    static String decoded(String encoded) {
        if (encoded.indexOf('%') < 0) return text(encoded);
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int high = c == '%' && i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c <= 0xFF) bytes.write(c);
            else bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
        }
        return bytes.toString(UTF_8);
    }

    /// Characters that are bytes read as UTF-8, where they are UTF-8.
    private static String text(String bytes) {
        boolean ascii = true;
        for (int i = 0; i < bytes.length() && ascii; i++) ascii = bytes.charAt(i) < 0x80;
        if (ascii) return bytes;
        var raw = bytes.getBytes(ISO_8859_1);
        return isUtf8(raw) ? new String(raw, UTF_8) : bytes;
    }

    private static boolean isUtf8(byte[] bytes) {
        var from = ByteBuffer.wrap(bytes);
        int ascii = 0;
        while (ascii + 8 <= bytes.length && (from.getLong(ascii) & 0x8080808080808080L) == 0) ascii += 8;
        from.position(ascii);
        var decoder = UTF_8.newDecoder();
        var thrownAway = CharBuffer.allocate(Math.min(bytes.length - ascii, 4096) + 1);
        while (true) {
            var result = decoder.decode(from, thrownAway, true);
            if (result.isError()) return false;
            if (result.isUnderflow()) return true;
            thrownAway.clear();
        }
    }
}
