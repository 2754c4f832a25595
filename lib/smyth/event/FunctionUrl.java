package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import smyth.invocation.BrokenStream;
import smyth.invocation.Limits;
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
        HttpApi.writeHttp(json, request, Utf8.decoded(request.rawPath()));
        json.writeStringProperty("requestId", requestId);
        json.writeStringProperty("routeKey", "$default");
        json.writeStringProperty("stage", "$default");
        json.writeStringProperty("time", request.commonLogTime());
        json.writeNumberProperty("timeEpoch", request.received().toEpochMilli());
        json.writeEndObject();
    }

    /// Of a route in mode `BUFFERED`. A function that streams all the same is collected.
    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        var whole = Collected.of(outcome);
        return switch (whole) {
            case Returned(var bytes) when outcome instanceof Streamed(var contentType, _) ->
                stream(new Streamed(contentType, new ByteArrayInputStream(bytes)), requestId, true);
            case Returned(var payload) -> answer(payload, requestId);
            case Streamed _,Failed _,TimedOut _,Exited _,TooLarge _,Rejected _ -> failed(whole, requestId);
        };
    }

    /// Of a route in mode `RESPONSE_STREAM`. What a function returns in one piece is the body to the byte.
    @Override
    public HttpReply streamedReply(HttpRequest request, String requestId, Outcome outcome) {
        return switch (outcome) {
            case Streamed streamed -> stream(streamed, requestId, false);
            case Returned(var payload) -> new HttpReply(200, List.of(new Header("Content-Type", "application/json")),
                    payload).with("x-amzn-RequestId", requestId);
            case Failed _,TimedOut _,Exited _,TooLarge _,Rejected _ -> failed(outcome, requestId);
        };
    }

    private HttpReply stream(Streamed streamed, String requestId, boolean collected) {
        var in = streamed.body();
        try {
            var reply = StreamPrelude.read(streamed);
            var body = collected ? new ReplyBody.Bytes(in.readAllBytes()) : new ReplyBody.Stream(in);
            return new HttpReply(reply.status(), reply.headers(), body).with("x-amzn-RequestId", requestId);
        } catch (StreamPrelude.Malformed e) {
            close(in);
            return failed(FunctionError.malformed(e.getMessage()), requestId);
        } catch (BrokenStream e) {
            close(in);
            return failed(e.outcome(), requestId);
        } catch (IOException e) {
            close(in);
            return failed(FunctionError.malformed("the stream broke off: " + e.getMessage()), requestId);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException _) {
            // Its function knows by now.
        }
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return HttpReply.of(413, "application/json", "{\"message\":\"Request must be smaller than " + bodyLimit()
                + " bytes for the InvokeFunction operation\"}").with("x-amzn-RequestId", requestId);
    }

    @Override
    public int bodyLimit() {
        return Limits.PAYLOAD;
    }

    private HttpReply answer(byte[] payload, String requestId) {
        var reply = FunctionReply.read(payload, HttpApi.KEYS, FunctionReply.Body.ANY_OR_BASE64);
        if (reply.hasStatus() && reply.problem().isPresent())
            return failed(FunctionError.malformed(reply.problem().get()), requestId);
        var answer = reply.hasStatus() ? HttpApi.structured(reply).orContentType("application/json")
                : HttpApi.inferred(reply, payload);
        return answer.with("x-amzn-RequestId", requestId);
    }

    private HttpReply failed(Outcome outcome, String requestId) {
        return failed(FunctionError.of(outcome, requestId).orElseThrow(), requestId);
    }

    private HttpReply failed(FunctionError error, String requestId) {
        var message = "Internal Server Error";
        return errors.reply(HttpReply.of(502, "text/plain", message).with("x-amzn-RequestId", requestId), message,
                error, requestId);
    }
}
