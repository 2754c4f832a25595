package smyth.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// A function's payload as an HTTP front reads it: an object with the keys that it knows, or something else.
///
/// What is wrong with those keys is kept as [#problem] and not thrown: an object without `statusCode` may be meant as
/// it is.
final class FunctionReply {
    enum Kind { OBJECT, STRING, OTHER_JSON, NOT_JSON }

    /// What a front takes for the body: text that `isBase64Encoded` may turn into bytes, that or any other JSON as it
    /// is written, or text and nothing else.
    enum Body { TEXT_OR_BASE64, ANY_OR_BASE64, TEXT }

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");

    private final byte[] payload;
    private final Set<String> keys;
    private final Body rule;
    private final Map<String, Header> headers = new LinkedHashMap<>();
    private final List<Header> multiValueHeaders = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>();
    private final List<String> otherKeys = new ArrayList<>();
    private Kind kind = Kind.OTHER_JSON;
    private boolean hasStatus;
    private int status;
    private int textStart = -1;
    private byte[] body = {};
    private boolean base64;
    private String problem;

    private FunctionReply(byte[] payload, Set<String> keys, Body rule) {
        this.payload = payload;
        this.keys = keys;
        this.rule = rule;
    }

    /// @param keys the keys that the front knows; a subset of statusCode, headers, multiValueHeaders, cookies, body,
    ///             isBase64Encoded
    static FunctionReply read(byte[] payload, Set<String> keys, Body rule) {
        var reply = new FunctionReply(payload, keys, rule);
        if (!reply.readAll()) reply.kind = Kind.NOT_JSON;
        return reply;
    }

    static boolean isJson(byte[] payload) {
        return read(payload, Set.of(), Body.TEXT).kind != Kind.NOT_JSON;
    }

    Kind kind() {
        return kind;
    }

    /// Whether it is an object with the key `statusCode`, whatever its value.
    boolean hasStatus() {
        return hasStatus && kind == Kind.OBJECT;
    }

    int status() {
        return status;
    }

    /// One of each name, the last one; without those that the server writes itself.
    List<Header> headers() {
        return List.copyOf(headers.values());
    }

    List<Header> multiValueHeaders() {
        return multiValueHeaders;
    }

    List<String> cookies() {
        return cookies;
    }

    /// The body's bytes; of a payload that is a JSON string its text.
    byte[] body() {
        return body;
    }

    /// Keys that the front does not know.
    List<String> otherKeys() {
        return otherKeys;
    }

    /// The first thing found wrong with a known key, as a sentence without a full stop.
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /// The same, for fronts that take nothing but an object with `statusCode`.
    Optional<String> problemAsReply() {
        if (kind == Kind.NOT_JSON) return Optional.of("the payload is not JSON");
        if (kind != Kind.OBJECT) return Optional.of("the payload is not a JSON object");
        return hasStatus ? problem() : Optional.of("statusCode is missing");
    }

    private boolean readAll() {
        // The parser would go on in UTF-16 or UTF-32 if the first bytes looked like it.
        for (int i = 0; i < Math.min(4, payload.length); i++) if (payload[i] == 0) return false;
        if (payload.length > 0 && payload[0] < 0) return false;
        try (var parser = Json.FACTORY.createParser(ObjectReadContext.empty(), payload)) {
            switch (parser.nextToken()) {
                case null -> {
                    return false;
                }
                case START_OBJECT -> {
                    kind = Kind.OBJECT;
                    readObject(parser);
                }
                case VALUE_STRING -> {
                    kind = Kind.STRING;
                    textStart = start(parser);
                }
                default -> parser.skipChildren();
            }
            if (parser.nextToken() != null) return false;
        } catch (JacksonException _) {
            return false;
        }
        // Not before now: what the parser has skipped is known to be a JSON string.
        if (textStart >= 0) body = JsonString.text(payload, textStart);
        if (base64 && rule != Body.TEXT) decodeBody();
        return true;
    }

    private void readObject(JsonParser parser) {
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            if (!keys.contains(key)) otherKeys.add(key);
            else switch (key) {
                case "statusCode" -> readStatus(parser);
                case "headers" -> readMap(parser, "headers", name -> header(name, parser,
                        header -> headers.put(header.name().toLowerCase(Locale.ROOT), header)));
                case "multiValueHeaders" -> readMap(parser, "multiValueHeaders", name -> readList(parser,
                        "multiValueHeaders " + name, () -> header(name, parser, multiValueHeaders::add)));
                case "cookies" -> readList(parser, "cookies", () -> cookie(parser));
                case "body" -> readBody(parser);
                case "isBase64Encoded" -> {
                    base64 = token == JsonToken.VALUE_TRUE;
                    if (!token.isBoolean() && token != JsonToken.VALUE_NULL)
                        wrong("isBase64Encoded is " + described(parser) + ", not true or false");
                }
                default -> throw new IllegalStateException(key);
            }
            parser.skipChildren();
        }
    }

    private void readBody(JsonParser parser) {
        var token = parser.currentToken();
        int start = start(parser);
        textStart = token == JsonToken.VALUE_STRING ? start : -1;
        body = new byte[0];
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL) return;
        if (rule != Body.ANY_OR_BASE64)
            wrong("body is " + described(parser) + ", not a string; return it as JSON text");
        parser.skipChildren();
        body = Arrays.copyOfRange(payload, start, (int) parser.currentLocation().getByteOffset());
    }

    private void readStatus(JsonParser parser) {
        hasStatus = true;
        var text = parser.currentToken().isScalarValue() ? parser.getString() : "";
        var parsed = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                || parser.currentToken() == JsonToken.VALUE_STRING ? integer(text) : OptionalInt.empty();
        status = parsed.orElse(0);
        if (parsed.isEmpty()) wrong("statusCode " + described(parser) + " is not an integer");
        else if (status < 200 || status > 599) wrong("statusCode " + text + " is outside 200 to 599");
    }

    private static OptionalInt integer(String text) {
        return INTEGER.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /// A known key may be null as well: serializers write what was not set.
    private void readMap(JsonParser parser, String what, Consumer<String> value) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrong(what + " is " + described(parser) + ", not an object");
            return;
        }
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            value.accept(name);
            parser.skipChildren();
        }
    }

    private void readList(JsonParser parser, String what, Runnable element) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrong(what + " is " + described(parser) + ", not an array");
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.run();
            parser.skipChildren();
        }
    }

    private void header(String name, JsonParser parser, Consumer<Header> headers) {
        var token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL || SendableHeader.isServers(name)) return;
        if (!token.isScalarValue())
            wrong("header " + name + " is " + described(parser) + ", not a string, number or boolean");
        else if (!SendableHeader.isName(name))
            wrong("header name \"" + name + "\" has a character that no header name can have");
        else sendable(parser.getString(), "header " + name).ifPresent(value -> headers.accept(new Header(name, value)));
    }

    private void cookie(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING)
            wrong("cookies has " + described(parser) + ", not only strings");
        else sendable(parser.getString(), "a cookie").ifPresent(cookies::add);
    }

    private Optional<String> sendable(String value, String what) {
        var problem = SendableHeader.problem(value);
        problem.ifPresent(why -> wrong(what + " has a value with " + why));
        return problem.isPresent() ? Optional.empty() : Optional.of(SendableHeader.value(value));
    }

    private void decodeBody() {
        try {
            body = Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            wrong("isBase64Encoded is true and body is not base64: " + e.getMessage());
        }
    }

    private void wrong(String what) {
        if (problem == null) problem = what;
    }

    private static String described(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "\"" + shortened(parser.getString()) + "\"";
            default -> shortened(parser.getString());
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
