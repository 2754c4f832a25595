package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import smyth.event.HttpRequest.HttpReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

/// Payload format 2.0, in which what is empty is absent; and its two speakers.
final class PayloadV2 {
    private PayloadV2() {}

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
                if (!match.pathParameters().isEmpty()) HttpRequest.writeMap(json, "pathParameters", HttpRequest.decoded(match.pathParameters()));
                json.writeBooleanProperty("isBase64Encoded", request.isBase64Encoded());
            });
        }

        /// Decoded despite its name, and cut at a question mark that was encoded.
        private static String path(String rawPath) {
            var path = HttpRequest.decoded(rawPath);
            int question = path.indexOf('?');
            return question < 0 ? path : path.substring(0, question);
        }

        static void writeCookies(JsonGenerator json, List<String> cookies) {
            if (cookies.isEmpty()) return;
            HttpRequest.writeList(json.writeName("cookies"), cookies);
        }

        /// Format 2.0 joins repeated values with a comma and no space.
        static void writeJoined(JsonGenerator json, String name, Map<String, List<String>> map) {
            HttpRequest.writeObject(json, name, map, values -> json.writeString(String.join(",", values)));
        }

        private void writeContext(JsonGenerator json, HttpRequest request, String path, String routeKey, String gatewayId) {
            json.writeName("requestContext");
            json.writeStartObject();
            json.writeStringProperty("accountId", account.id());
            json.writeStringProperty("apiId", API_ID);
            // The host that the client asked for is in the header; code that tells stages or domains apart by this field finds what AWS puts here.
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
            var bytes = ByteBuffer.allocate(16).putLong(uuid.getLeastSignificantBits()).putLong(uuid.getMostSignificantBits()).array();
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
            var whole = FunctionError.collected(outcome);
            var error = FunctionError.of(whole, requestId);
            return switch (whole) {
                case Returned(var payload) -> answer(payload, requestId);
                case TimedOut(var limit) when limit.compareTo(INTEGRATION_TIMEOUT) > 0 -> failed(503, "Service Unavailable", error.orElseThrow(), requestId);
                case Streamed _, Failed _, TimedOut _, Exited _, TooLarge _, Rejected _ -> failed(500, "Internal Server Error", error.orElseThrow(), requestId);
            };
        }

        @Override
        public HttpReply requestTooLarge(String requestId) {
            return aws(413, "Request Entity Too Large", requestId);
        }

        private HttpReply answer(byte[] payload, String requestId) {
            var reply = FunctionReply.read(payload, KEYS, FunctionReply.Body.TEXT_OR_BASE64);
            if (reply.hasStatus() && reply.problem().isPresent()) return malformed(reply.problem().get(), requestId);
            var answer = reply.hasStatus() ? structured(reply).orContentType("text/plain; charset=utf-8") : inferred(reply, payload);
            return answer.with("Apigw-Requestid", gatewayId(requestId));
        }

        /// A payload without `statusCode` is the body: a JSON string without its quotes, anything else as it is, JSON or not.
        static HttpReply inferred(FunctionReply reply, byte[] payload) {
            return new HttpReply(200, List.of(new Header("Content-Type", "application/json")), reply.kind() == FunctionReply.Kind.STRING ? reply.body() : payload);
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
            return HttpReply.of(status, "application/json", "{\"message\":\"" + message + "\"}").with("Apigw-Requestid", gatewayId(requestId));
        }
    }

    /// Lambda function URL without authorization: payload format 2.0 with differences of its own.
    ///
    /// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
    record FunctionUrl(Account account, ErrorBodies errors) implements Integration {
        /// Content type of a stream that begins with status and headers.
        private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
        private static final int PRELUDE_END = 8;
        private static final Set<String> PRELUDE_KEYS = Set.of("statusCode", "headers", "multiValueHeaders", "cookies");

        @Override
        public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
            return request.json(json -> {
                json.writeStringProperty("version", "2.0");
                json.writeStringProperty("routeKey", "$default");
                json.writeStringProperty("rawPath", request.rawPath());
                json.writeStringProperty("rawQueryString", request.rawQuery());
                HttpApi.writeCookies(json, request.cookies());
                HttpApi.writeJoined(json, "headers", request.forwardedHeaders(requestId));
                var query = request.query(true);
                if (!query.isEmpty()) HttpApi.writeJoined(json, "queryStringParameters", query);
                writeContext(json, request, match.route().function(), requestId);
                if (request.body().length > 0) request.writeBody(json);
                json.writeBooleanProperty("isBase64Encoded", request.isBase64Encoded());
            });
        }

        private void writeContext(JsonGenerator json, HttpRequest request, String function, String requestId) {
            var urlId = UUID.nameUUIDFromBytes(function.getBytes(UTF_8)).toString().replace("-", "");
            json.writeName("requestContext");
            json.writeStartObject();
            json.writeStringProperty("accountId", "anonymous");
            json.writeStringProperty("apiId", urlId);
            json.writeStringProperty("domainName", urlId + ".lambda-url." + account.region() + ".on.aws");
            json.writeStringProperty("domainPrefix", urlId);
            HttpApi.writeHttp(json, request, HttpRequest.decoded(request.rawPath()));
            json.writeStringProperty("requestId", requestId);
            json.writeStringProperty("routeKey", "$default");
            json.writeStringProperty("stage", "$default");
            json.writeStringProperty("time", request.commonLogTime());
            json.writeNumberProperty("timeEpoch", request.received().toEpochMilli());
            json.writeEndObject();
        }

        @Override
        public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
            var whole = FunctionError.collected(outcome);
            return switch (whole) {
                case Returned(var bytes) when outcome instanceof Streamed(var contentType, _) -> streamed(contentType, bytes, requestId);
                case Returned(var payload) -> answer(payload, requestId);
                case Streamed _, Failed _, TimedOut _, Exited _, TooLarge _, Rejected _ -> failed(FunctionError.of(whole, requestId).orElseThrow(), requestId);
            };
        }

        @Override
        public HttpReply requestTooLarge(String requestId) {
            return HttpReply.of(413, "application/json", "{\"message\":\"Request must be smaller than " + bodyLimit() + " bytes for the InvokeFunction operation\"}").with("x-amzn-RequestId", requestId);
        }

        @Override
        public int bodyLimit() {
            return 6 << 20;
        }

        private HttpReply answer(byte[] payload, String requestId) {
            var reply = FunctionReply.read(payload, HttpApi.KEYS, FunctionReply.Body.ANY_OR_BASE64);
            if (reply.hasStatus() && reply.problem().isPresent()) return failed(FunctionError.malformed(reply.problem().get()), requestId);
            var answer = reply.hasStatus() ? HttpApi.structured(reply).orContentType("application/json") : HttpApi.inferred(reply, payload);
            return answer.with("x-amzn-RequestId", requestId);
        }

        private HttpReply streamed(String contentType, byte[] bytes, String requestId) {
            if (!contentType.equals(WITH_PRELUDE)) return new HttpReply(200, List.of(new Header("Content-Type", contentType)), bytes).with("x-amzn-RequestId", requestId);
            int end = preludeEnd(bytes);
            if (end < 0) return failed(FunctionError.malformed("the stream's status and headers do not end with 8 NUL bytes"), requestId);
            var prelude = FunctionReply.read(Arrays.copyOf(bytes, end), PRELUDE_KEYS, FunctionReply.Body.TEXT);
            if (prelude.kind() != FunctionReply.Kind.OBJECT) return failed(FunctionError.malformed("the stream's status and headers are not a JSON object"), requestId);
            if (prelude.problem().isPresent()) return failed(FunctionError.malformed("in the stream's status and headers " + prelude.problem().get()), requestId);
            var headers = new ArrayList<>(HttpApi.structured(prelude).headers());
            headers.addAll(prelude.multiValueHeaders());
            return new HttpReply(prelude.hasStatus() ? prelude.status() : 200, headers, Arrays.copyOfRange(bytes, end + PRELUDE_END, bytes.length))
                    .orContentType("application/octet-stream").with("x-amzn-RequestId", requestId);
        }

        private static int preludeEnd(byte[] bytes) {
            for (int i = 0, zeros = 0; i < bytes.length; i++) {
                zeros = bytes[i] == 0 ? zeros + 1 : 0;
                if (zeros == PRELUDE_END) return i + 1 - PRELUDE_END;
            }
            return -1;
        }

        private HttpReply failed(FunctionError error, String requestId) {
            var message = "Internal Server Error";
            return errors.reply(HttpReply.of(502, "text/plain", message).with("x-amzn-RequestId", requestId), message, error, requestId);
        }
    }
}
