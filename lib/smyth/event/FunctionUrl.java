package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            case Returned(var bytes) when outcome instanceof Streamed(var contentType, _) ->
                streamed(contentType, bytes, requestId);
            case Returned(var payload) -> answer(payload, requestId);
            case Streamed _,Failed _,TimedOut _,Exited _,TooLarge _,Rejected _ ->
                failed(FunctionError.of(whole, requestId).orElseThrow(), requestId);
        };
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return HttpReply.of(413, "application/json", "{\"message\":\"Request must be smaller than " + bodyLimit()
                + " bytes for the InvokeFunction operation\"}").with("x-amzn-RequestId", requestId);
    }

    @Override
    public int bodyLimit() {
        return 6 << 20;
    }

    private HttpReply answer(byte[] payload, String requestId) {
        var reply = FunctionReply.read(payload, HttpApi.KEYS, FunctionReply.Body.ANY_OR_BASE64);
        if (reply.hasStatus() && reply.problem().isPresent())
            return failed(FunctionError.malformed(reply.problem().get()), requestId);
        var answer = reply.hasStatus() ? HttpApi.structured(reply).orContentType("application/json")
                : HttpApi.inferred(reply, payload);
        return answer.with("x-amzn-RequestId", requestId);
    }

    private HttpReply streamed(String contentType, byte[] bytes, String requestId) {
        if (!contentType.equals(WITH_PRELUDE))
            return new HttpReply(200, List.of(new Header("Content-Type", contentType)), bytes).with("x-amzn-RequestId",
                    requestId);
        int end = preludeEnd(bytes);
        if (end < 0)
            return failed(FunctionError.malformed("the stream's status and headers do not end with 8 NUL bytes"),
                    requestId);
        var prelude = FunctionReply.read(Arrays.copyOf(bytes, end), PRELUDE_KEYS, FunctionReply.Body.TEXT);
        if (prelude.kind() != FunctionReply.Kind.OBJECT)
            return failed(FunctionError.malformed("the stream's status and headers are not a JSON object"), requestId);
        if (prelude.problem().isPresent())
            return failed(FunctionError.malformed("in the stream's status and headers " + prelude.problem().get()),
                    requestId);
        var headers = new ArrayList<>(HttpApi.structured(prelude).headers());
        headers.addAll(prelude.multiValueHeaders());
        return new HttpReply(prelude.hasStatus() ? prelude.status() : 200, headers,
                Arrays.copyOfRange(bytes, end + PRELUDE_END, bytes.length))
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
        return errors.reply(HttpReply.of(502, "text/plain", message).with("x-amzn-RequestId", requestId), message,
                error, requestId);
    }
}
