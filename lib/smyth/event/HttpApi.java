package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TimedOut;
import smyth.invocation.Outcome.TooLarge;
import smyth.route.RouteMatch;
import tools.jackson.core.JsonGenerator;

/// API Gateway HTTP API, payload format 2.0.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
record HttpApi(Account account, ErrorBodies errors) implements Integration {
    /// Ten characters, as API Gateway's ids have.
    static final String API_ID = "smythlocal";
    /// An HTTP API gives up on its integration after this long.
    private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(30);
    static final Set<String> KEYS = Set.of("statusCode", "headers", "cookies", "body", "isBase64Encoded");

    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        var path = path(request.rawPath());
        var routeKey = match.route().key(request.method());
        return request.json(json -> {
            json.writeStringProperty("version", "2.0");
            json.writeStringProperty("routeKey", routeKey);
            json.writeStringProperty("rawPath", path);
            json.writeStringProperty("rawQueryString", request.rawQuery());
            writeCookies(json, request.cookies());
            var headers = request.forwardedHeaders(requestId);
            headers.remove("cookie");
            writeJoined(json, "headers", headers);
            var query = request.query(true);
            if (!query.isEmpty()) writeJoined(json, "queryStringParameters", query);
            writeContext(json, request, path, routeKey, gatewayId(requestId));
            if (request.body().length > 0) request.writeBody(json);
            if (!match.pathParameters().isEmpty())
                Json.writeMap(json, "pathParameters", Utf8.decoded(match.pathParameters()));
            json.writeBooleanProperty("isBase64Encoded", request.isBase64Encoded());
        });
    }

    /// Decoded despite its name, and cut at a question mark that was encoded.
    private static String path(String rawPath) {
        var path = Utf8.decoded(rawPath);
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    static void writeCookies(JsonGenerator json, List<String> cookies) {
        if (cookies.isEmpty()) return;
        Json.writeList(json.writeName("cookies"), cookies);
    }

    /// Format 2.0 joins repeated values with a comma and no space.
    static void writeJoined(JsonGenerator json, String name, Map<String, List<String>> map) {
        Json.writeObject(json, name, map, values -> json.writeString(String.join(",", values)));
    }

    private void writeContext(JsonGenerator json, HttpRequest request, String path, String routeKey, String gatewayId) {
        json.writeName("requestContext");
        json.writeStartObject();
        json.writeStringProperty("accountId", account.id());
        json.writeStringProperty("apiId", API_ID);
        // The host that the client asked for is in the header; code that tells stages or domains apart by this field
        // finds what AWS puts here.
        json.writeStringProperty("domainName", domainName(account));
        json.writeStringProperty("domainPrefix", API_ID);
        writeHttp(json, request, path);
        json.writeStringProperty("requestId", gatewayId);
        json.writeStringProperty("routeKey", routeKey);
        json.writeStringProperty("stage", "$default");
        json.writeStringProperty("time", request.commonLogTime());
        json.writeNumberProperty("timeEpoch", request.received().toEpochMilli());
        json.writeEndObject();
    }

    static void writeHttp(JsonGenerator json, HttpRequest request, String path) {
        json.writeName("http");
        json.writeStartObject();
        json.writeStringProperty("method", request.method());
        json.writeStringProperty("path", path);
        json.writeStringProperty("protocol", request.protocol());
        json.writeStringProperty("sourceIp", request.sourceIp());
        json.writeStringProperty("userAgent", request.header("user-agent").orElse(""));
        json.writeEndObject();
    }

    static String domainName(Account account) {
        return API_ID + ".execute-api." + account.region() + ".amazonaws.com";
    }

    /// API Gateway's own id of a request: 15 characters and `=`, always the same for one Lambda request id.
    static String gatewayId(String requestId) {
        var uuid = uuid(requestId);
        var bytes = ByteBuffer.allocate(16).putLong(uuid.getLeastSignificantBits())
                .putLong(uuid.getMostSignificantBits()).array();
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(bytes, 11));
    }

    private static UUID uuid(String requestId) {
        try {
            return UUID.fromString(requestId);
        } catch (IllegalArgumentException _) {
            return UUID.nameUUIDFromBytes(requestId.getBytes(UTF_8));
        }
    }

    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        var whole = Collected.of(outcome);
        var error = FunctionError.of(whole, requestId);
        return switch (whole) {
            case Returned(var payload) -> answer(payload, requestId);
            case TimedOut(var limit) when limit.compareTo(INTEGRATION_TIMEOUT) > 0 ->
                failed(503, "Service Unavailable", error.orElseThrow(), requestId);
            case Streamed _,Failed _,TimedOut _,Exited _,TooLarge _,Rejected _ ->
                failed(500, "Internal Server Error", error.orElseThrow(), requestId);
        };
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return aws(413, "Request Entity Too Large", requestId);
    }

    private HttpReply answer(byte[] payload, String requestId) {
        var reply = FunctionReply.read(payload, KEYS, FunctionReply.Body.TEXT_OR_BASE64);
        if (reply.hasStatus() && reply.problem().isPresent()) return malformed(reply.problem().get(), requestId);
        var answer = reply.hasStatus() ? structured(reply).orContentType("text/plain; charset=utf-8")
                : inferred(reply, payload);
        return answer.with("Apigw-Requestid", gatewayId(requestId));
    }

    /// A payload without `statusCode` is the body: a JSON string without its quotes, anything else as it is, JSON or
    /// not.
    static HttpReply inferred(FunctionReply reply, byte[] payload) {
        return new HttpReply(200, List.of(new Header("Content-Type", "application/json")),
                reply.kind() == FunctionReply.Kind.STRING ? reply.body() : payload);
    }

    static HttpReply structured(FunctionReply reply) {
        var headers = new ArrayList<>(reply.headers());
        for (var cookie : reply.cookies()) headers.add(new Header("Set-Cookie", cookie));
        return new HttpReply(reply.status(), headers, reply.body());
    }

    HttpReply malformed(String problem, String requestId) {
        return failed(500, "Internal Server Error", FunctionError.malformed(problem), requestId);
    }

    private HttpReply failed(int status, String message, FunctionError error, String requestId) {
        return errors.reply(aws(status, message, requestId), message, error, requestId);
    }

    private static HttpReply aws(int status, String message, String requestId) {
        return HttpReply.of(status, "application/json", "{\"message\":\"" + message + "\"}").with("Apigw-Requestid",
                gatewayId(requestId));
    }
}
