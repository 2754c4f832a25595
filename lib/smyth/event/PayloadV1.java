package smyth.event;

import smyth.event.HttpRequest.HttpReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.event.HttpRequest.Header;
import smyth.event.Integration.Account;
import smyth.event.Integration.ErrorBodies;
import smyth.event.PayloadV2.HttpApi;
import smyth.invocation.Invocation.Outcome;
import smyth.invocation.Invocation.Outcome.Exited;
import smyth.invocation.Invocation.Outcome.Failed;
import smyth.invocation.Invocation.Outcome.Rejected;
import smyth.invocation.Invocation.Outcome.Returned;
import smyth.invocation.Invocation.Outcome.Streamed;
import smyth.invocation.Invocation.Outcome.TimedOut;
import smyth.invocation.Invocation.Outcome.TooLarge;
import smyth.route.RouteTable.RouteMatch;
import tools.jackson.core.JsonGenerator;

/// API Gateway's payload format 1.0, in which nothing is absent and what is empty is null; and its two speakers, which differ in a dozen small ways.
final class PayloadV1 {
    private static final Set<String> KEYS = Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");
    private static final List<String> IDENTITY = List.of("accessKey", "accountId", "caller", "cognitoAuthenticationProvider", "cognitoAuthenticationType",
            "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId", "sourceIp", "user", "userAgent", "userArn");

    private PayloadV1() {}

    /// REST API with Lambda proxy integration, without binary media types.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    record RestApi(Account account, ErrorBodies errors) implements Integration {
        private static final String STAGE = "local";
        private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(29);
        /// Spelled like this however they were sent.
        private static final Set<String> CANONICAL = Set.of("host", "user-agent", "authorization", "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");

        @Override
        public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
            var resource = resource(match, "/{proxy+}");
            return request.json(json -> {
                json.writeStringProperty("resource", resource);
                json.writeStringProperty("path", request.rawPath());
                json.writeStringProperty("httpMethod", request.method());
                writeBoth(json, "headers", "multiValueHeaders", headers(request, requestId));
                writeBoth(json, "queryStringParameters", "multiValueQueryStringParameters", request.query(true));
                writeMapOrNull(json, "pathParameters", match.pathParameters());
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
                if (!name.equals("content-length")) shown.put(CANONICAL.contains(name) ? canonical(name) : asSent(request, name), values);
            });
            return shown;
        }

        /// As the client spelled it. The server makes `X-Shop-Id` and `x-shop-id` one and the same `X-Shop-id`; most clients meant the first.
        private static String asSent(HttpRequest request, String name) {
            var normalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            for (var header : request.headers())
                if (header.name().equalsIgnoreCase(name) && !header.name().equals(normalized)) return header.name();
            return canonical(name);
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
            writeIdentity(json, request, request.header("user-agent"));
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
            var whole = FunctionError.collected(outcome);
            var error = FunctionError.of(whole, requestId);
            return switch (whole) {
                case Returned(var payload) -> answer(request, payload, requestId);
                case TimedOut(var limit) when limit.compareTo(INTEGRATION_TIMEOUT) > 0 -> failed(504, "Endpoint request timed out", error.orElseThrow(), requestId);
                case Streamed _, Failed _, TimedOut _, Exited _, TooLarge _, Rejected _ -> failed(502, "Internal server error", error.orElseThrow(), requestId);
            };
        }

        @Override
        public HttpReply requestTooLarge(String requestId) {
            return withIds(HttpReply.of(413, "application/json", "{\"message\":\"Request Too Long\"}"), requestId);
        }

        private HttpReply answer(HttpRequest request, byte[] payload, String requestId) {
            var reply = FunctionReply.read(payload, KEYS, FunctionReply.Body.TEXT);
            var problem = problem(reply);
            if (problem.isPresent()) return failed(502, "Internal server error", FunctionError.malformed(problem.get()), requestId);
            var headers = new ArrayList<>(reply.multiValueHeaders());
            for (var header : reply.headers()) headers.add(new Header(spelling(reply.multiValueHeaders(), header.name()), header.value()));
            var answer = new HttpReply(reply.hasStatus() ? reply.status() : 200, headers, reply.body()).orContentType("application/json");
            return withIds(answer, requestId).with("X-Amzn-Trace-Id", trace(request, requestId));
        }

        /// Any object will do, even without `statusCode`; but no key more than those that the API knows.
        private static Optional<String> problem(FunctionReply reply) {
            if (reply.kind() != FunctionReply.Kind.OBJECT) return reply.problemAsReply();
            if (reply.otherKeys().isEmpty()) return reply.problem();
            return Optional.of("unknown key " + reply.otherKeys().getFirst() + "; a REST API takes statusCode, headers, multiValueHeaders, body and isBase64Encoded");
        }

        private static String spelling(List<Header> headers, String name) {
            return headers.stream().map(Header::name).filter(name::equalsIgnoreCase).findFirst().orElse(name);
        }

        private static String trace(HttpRequest request, String requestId) {
            var root = Stream.of(request.traceId(requestId).split(";")).filter(part -> part.startsWith("Root=")).findFirst().orElse("Root=1-00000000-000000000000000000000000");
            var digits = (requestId.replaceAll("[^0-9a-f]", "") + "0".repeat(24)).substring(0, 24);
            return root + ";Parent=" + digits.substring(0, 16) + ";Sampled=0;Lineage=1:" + digits.substring(16) + ":0";
        }

        private HttpReply failed(int status, String message, FunctionError error, String requestId) {
            // The space behind the colon is AWS's.
            var aws = HttpReply.of(status, "application/json", "{\"message\": \"" + message + "\"}").with("x-amzn-ErrorType", "InternalServerErrorException");
            return errors.reply(withIds(aws, requestId), message, error, requestId);
        }

        private static HttpReply withIds(HttpReply reply, String requestId) {
            return reply.with("x-amzn-RequestId", requestId).with("x-amz-apigw-id", HttpApi.gatewayId(requestId));
        }
    }

    /// HTTP API with payload format 1.0.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    record HttpApiV1(Account account, ErrorBodies errors) implements Integration {
        @Override
        public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
            var routeKey = match.route().key(request.method());
            var resource = resource(match, request.rawPath());
            return request.json(json -> {
                json.writeStringProperty("version", "1.0");
                json.writeStringProperty("resource", resource);
                json.writeStringProperty("path", request.rawPath());
                json.writeStringProperty("httpMethod", request.method());
                var headers = new LinkedHashMap<String, List<String>>();
                request.forwardedHeaders(requestId).forEach((name, values) -> headers.put(canonical(name), values));
                writeBoth(json, "headers", "multiValueHeaders", headers);
                writeBoth(json, "queryStringParameters", "multiValueQueryStringParameters", request.query(true));
                writeMapOrNull(json, "pathParameters", HttpRequest.decoded(match.pathParameters()));
                json.writeNullProperty("stageVariables");
                writeContext(json, request, requestId, resource, routeKey);
                if (request.body().length > 0) request.writeBody(json);
                else json.writeNullProperty("body");
                json.writeBooleanProperty("isBase64Encoded", request.isBase64Encoded());
            });
        }

        private void writeContext(JsonGenerator json, HttpRequest request, String requestId, String resource, String routeKey) {
            var gatewayId = HttpApi.gatewayId(requestId);
            json.writeName("requestContext");
            json.writeStartObject();
            json.writeStringProperty("accountId", account.id());
            json.writeStringProperty("apiId", HttpApi.API_ID);
            json.writeStringProperty("domainName", HttpApi.domainName(account));
            json.writeStringProperty("domainPrefix", HttpApi.API_ID);
            json.writeStringProperty("extendedRequestId", gatewayId);
            json.writeStringProperty("httpMethod", request.method());
            writeIdentity(json, request, Optional.of(request.header("user-agent").orElse("")));
            json.writeStringProperty("path", HttpRequest.decoded(request.rawPath()));
            json.writeStringProperty("protocol", request.protocol());
            json.writeStringProperty("requestId", gatewayId);
            json.writeStringProperty("requestTime", request.commonLogTime());
            json.writeNumberProperty("requestTimeEpoch", request.received().toEpochMilli());
            if (routeKey.equals("$default")) json.writeNullProperty("resourceId");
            else json.writeStringProperty("resourceId", routeKey);
            json.writeStringProperty("resourcePath", resource);
            json.writeStringProperty("stage", "$default");
            json.writeEndObject();
        }

        @Override
        public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
            var format2 = new HttpApi(account, errors);
            return switch (FunctionError.collected(outcome)) {
                case Returned(var payload) -> {
                    var reply = FunctionReply.read(payload, KEYS, FunctionReply.Body.TEXT_OR_BASE64);
                    yield reply.problemAsReply().map(problem -> format2.malformed(problem, requestId)).orElseGet(() -> answer(reply, requestId));
                }
                case Outcome error -> format2.reply(request, requestId, error);
            };
        }

        @Override
        public HttpReply requestTooLarge(String requestId) {
            return new HttpApi(account, errors).requestTooLarge(requestId);
        }

        /// Nothing is inferred here. Of a name in both maps the single value comes first, unlike REST's.
        private static HttpReply answer(FunctionReply reply, String requestId) {
            var headers = new ArrayList<>(reply.headers());
            headers.addAll(reply.multiValueHeaders());
            return new HttpReply(reply.status(), headers, reply.body()).orContentType("text/plain; charset=utf-8").with("Apigw-Requestid", HttpApi.gatewayId(requestId));
        }
    }

    /// The path of the route, or what an API without `$default` route would call it.
    private static String resource(RouteMatch match, String ofDefault) {
        var template = match.route().pattern().template();
        return template.equals("$default") ? ofDefault : template;
    }

    /// `x-shop-id` as `X-Shop-Id`.
    private static String canonical(String name) {
        return Stream.of(name.split("-", -1)).map(word -> word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)).collect(Collectors.joining("-"));
    }

    /// The last value of each in one map, all values in the other.
    private static void writeBoth(JsonGenerator json, String single, String multi, Map<String, List<String>> map) {
        if (map.isEmpty()) {
            json.writeNullProperty(single);
            json.writeNullProperty(multi);
            return;
        }
        HttpRequest.writeLast(json, single, map);
        HttpRequest.writeLists(json, multi, map);
    }

    private static void writeMapOrNull(JsonGenerator json, String name, Map<String, String> map) {
        if (map.isEmpty()) json.writeNullProperty(name);
        else HttpRequest.writeMap(json, name, map);
    }

    private static void writeIdentity(JsonGenerator json, HttpRequest request, Optional<String> userAgent) {
        json.writeName("identity");
        json.writeStartObject();
        for (var key : IDENTITY) {
            if (key.equals("sourceIp")) json.writeStringProperty(key, request.sourceIp());
            else if (key.equals("userAgent") && userAgent.isPresent()) json.writeStringProperty(key, userAgent.get());
            else json.writeNullProperty(key);
        }
        json.writeEndObject();
    }
}
