package smyth.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TimedOut;
import smyth.invocation.Outcome.TooLarge;
import smyth.invocation.TraceId;
import smyth.route.RouteMatch;
import tools.jackson.core.JsonGenerator;

/// REST API with Lambda proxy integration, without binary media types.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
record RestApi(Account account, ErrorBodies errors) implements Integration {
    private static final String STAGE = "local";
    private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(29);
    /// Spelled like this however they were sent.
    private static final Set<String> CANONICAL = Set.of("host", "user-agent", "authorization", "x-amzn-trace-id",
            "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");

    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        var resource = PayloadV1.resource(match, "/{proxy+}");
        return request.json(json -> {
            json.writeStringProperty("resource", resource);
            json.writeStringProperty("path", request.rawPath());
            json.writeStringProperty("httpMethod", request.method());
            PayloadV1.writeBoth(json, "headers", "multiValueHeaders", headers(request, requestId));
            PayloadV1.writeBoth(json, "queryStringParameters", "multiValueQueryStringParameters", request.query(true));
            PayloadV1.writeMapOrNull(json, "pathParameters", match.pathParameters());
            json.writeNullProperty("stageVariables");
            writeContext(json, request, requestId, resource);
            if (request.body().length > 0) request.writeText(json);
            else json.writeNullProperty("body");
            json.writeBooleanProperty("isBase64Encoded", false);
        });
    }

    private static Map<String, List<String>> headers(HttpRequest request, String requestId) {
        var shown = new LinkedHashMap<String, List<String>>();
        request.forwardedHeaders(requestId).forEach((name, values) -> {
            if (!name.equals("content-length"))
                shown.put(CANONICAL.contains(name) ? PayloadV1.canonical(name) : asSent(request, name), values);
        });
        return shown;
    }

    /// As the client spelled it. The server makes `X-Shop-Id` and `x-shop-id` one and the same `X-Shop-id`; most
    /// clients meant the first.
    private static String asSent(HttpRequest request, String name) {
        var normalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (var header : request.headers())
            if (header.name().equalsIgnoreCase(name) && !header.name().equals(normalized)) return header.name();
        return PayloadV1.canonical(name);
    }

    private void writeContext(JsonGenerator json, HttpRequest request, String requestId, String resource) {
        json.writeName("requestContext");
        json.writeStartObject();
        json.writeStringProperty("accountId", account.id());
        json.writeStringProperty("apiId", HttpApi.API_ID);
        json.writeStringProperty("deploymentId", "local1");
        json.writeStringProperty("domainName", HttpApi.domainName(account));
        json.writeStringProperty("domainPrefix", HttpApi.API_ID);
        json.writeStringProperty("extendedRequestId", HttpApi.gatewayId(requestId));
        json.writeStringProperty("httpMethod", request.method());
        PayloadV1.writeIdentity(json, request, request.header("user-agent"));
        json.writeStringProperty("path", "/" + STAGE + request.rawPath());
        json.writeStringProperty("protocol", request.protocol());
        json.writeStringProperty("requestId", requestId);
        json.writeStringProperty("requestTime", request.commonLogTime());
        json.writeNumberProperty("requestTimeEpoch", request.received().toEpochMilli());
        json.writeStringProperty("resourceId", resourceId(resource));
        json.writeStringProperty("resourcePath", resource);
        json.writeStringProperty("stage", STAGE);
        json.writeEndObject();
    }

    /// Six characters, always the same for one resource.
    private static String resourceId(String resource) {
        int smallest = 36 * 36 * 36 * 36 * 36;
        return Integer.toString(smallest + Math.floorMod(resource.hashCode(), smallest), 36);
    }

    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        var whole = Collected.of(outcome);
        var error = FunctionError.of(whole, requestId);
        return switch (whole) {
            case Returned(var payload) -> answer(request, payload, requestId);
            case TimedOut(var limit) when limit.compareTo(INTEGRATION_TIMEOUT) > 0 ->
                failed(504, "Endpoint request timed out", error.orElseThrow(), requestId);
            case Streamed _,Failed _,TimedOut _,Exited _,TooLarge _,Rejected _ ->
                failed(502, "Internal server error", error.orElseThrow(), requestId);
        };
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return withIds(HttpReply.of(413, "application/json", "{\"message\":\"Request Too Long\"}"), requestId);
    }

    private HttpReply answer(HttpRequest request, byte[] payload, String requestId) {
        var reply = FunctionReply.read(payload, PayloadV1.KEYS, FunctionReply.Body.TEXT);
        var problem = problem(reply);
        if (problem.isPresent())
            return failed(502, "Internal server error", FunctionError.malformed(problem.get()), requestId);
        var headers = new ArrayList<>(reply.multiValueHeaders());
        for (var header : reply.headers())
            headers.add(new Header(spelling(reply.multiValueHeaders(), header.name()), header.value()));
        var answer = new HttpReply(reply.hasStatus() ? reply.status() : 200, headers, reply.body())
                .orContentType("application/json");
        return withIds(answer, requestId).with("X-Amzn-Trace-Id", trace(request, requestId));
    }

    /// Any object will do, even without `statusCode`; but no key more than those that the API knows.
    private static Optional<String> problem(FunctionReply reply) {
        if (reply.kind() != FunctionReply.Kind.OBJECT) return reply.problemAsReply();
        if (reply.otherKeys().isEmpty()) return reply.problem();
        return Optional.of("unknown key " + reply.otherKeys().getFirst()
                + "; a REST API takes statusCode, headers, multiValueHeaders, body and isBase64Encoded");
    }

    private static String spelling(List<Header> headers, String name) {
        return headers.stream().map(Header::name).filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }

    private static String trace(HttpRequest request, String requestId) {
        var sent = TraceId.rootOf(request.traceId(requestId));
        var root = sent.startsWith("Root=") ? sent : "Root=1-00000000-000000000000000000000000";
        var digits = (requestId.replaceAll("[^0-9a-f]", "") + "0".repeat(24)).substring(0, 24);
        return root + ";Parent=" + digits.substring(0, 16) + ";Sampled=0;Lineage=1:" + digits.substring(16) + ":0";
    }

    private HttpReply failed(int status, String message, FunctionError error, String requestId) {
        // The space behind the colon is AWS's.
        var aws = HttpReply.of(status, "application/json", "{\"message\": \"" + message + "\"}")
                .with("x-amzn-ErrorType", "InternalServerErrorException");
        return errors.reply(withIds(aws, requestId), message, error, requestId);
    }

    private static HttpReply withIds(HttpReply reply, String requestId) {
        return reply.with("x-amzn-RequestId", requestId).with("x-amz-apigw-id", HttpApi.gatewayId(requestId));
    }
}
