//SOURCES HttpRequest.java
//SOURCES FunctionError.java
//SOURCES FunctionReply.java
//SOURCES PayloadV1.java
//SOURCES PayloadV2.java
//SOURCES Alb.java
package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import smyth.event.HttpRequest.HttpReply;
import java.util.ArrayList;
import java.util.List;
import smyth.event.HttpRequest.Header;
import smyth.invocation.Invocation.Outcome;
import smyth.invocation.Invocation.Outcome.Returned;
import smyth.route.RouteTable.PayloadFormat;
import smyth.route.RouteTable.RouteMatch;

/// What stands between a client and a function: it makes the event of a request and the reply of an outcome. Pure functions.
public interface Integration {
    /// The event as JSON bytes.
    ///
    /// @throws IllegalArgumentException with a sentence for the client when the request can be no event; only [#direct] does
    byte[] event(HttpRequest request, RouteMatch match, String requestId);

    /// Blocks for a streamed outcome, until the function has ended its answer.
    HttpReply reply(HttpRequest request, String requestId, Outcome outcome);

    /// The answer to a request whose body or event is over the limit.
    HttpReply requestTooLarge(String requestId);

    /// Bytes that a request's body may have.
    default int bodyLimit() {
        return 10 << 20;
    }

    static Integration of(PayloadFormat format, Account account, ErrorBodies errors) {
        return switch (format) {
            case HTTP_API -> new PayloadV2.HttpApi(account, errors);
            case HTTP_API_V1 -> new PayloadV1.HttpApiV1(account, errors);
            case REST_API -> new PayloadV1.RestApi(account, errors);
            case ALB -> new Alb(account, errors, false);
            case ALB_MULTI_VALUE -> new Alb(account, errors, true);
            case FUNCTION_URL -> new PayloadV2.FunctionUrl(account, errors);
        };
    }

    /// The request's JSON body is the event, the payload the reply: `smyth.event.generate_lambda_invocation_event_data`.
    static Integration direct() {
        return new Direct();
    }

    /// Whose functions these are, as it shows in ARNs and domain names.
    ///
    /// @param id 12 digits
    record Account(String region, String id) {
        public String functionArn(String function) {
            return "arn:aws:lambda:" + region + ":" + id + ":function:" + function;
        }
    }

    /// What the setting `errors` says: how much a client is told when a function fails. The status is AWS's in both.
    enum ErrorBodies {
        /// AWS's `message`, and errorType, errorMessage, stackTrace and requestId beside it.
        DETAILED,
        /// AWS's body to the byte.
        AWS;

        /// @param aws     what AWS would answer
        /// @param message the words of that answer
        HttpReply reply(HttpReply aws, String message, FunctionError error, String requestId) {
            if (this == AWS) return aws;
            var headers = new ArrayList<Header>();
            for (var header : aws.headers())
                headers.add(header.name().equalsIgnoreCase("content-type") ? new Header(header.name(), "application/json") : header);
            return new HttpReply(aws.status(), headers, error.detailed(message, requestId));
        }
    }
}

record Direct() implements Integration {
    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        if (request.body().length == 0) return "{}".getBytes(UTF_8);
        if (!FunctionReply.isJson(request.body())) throw new IllegalArgumentException("the request body is not JSON; on this route it is the event itself");
        return request.body();
    }

    /// A function error is marked as the Lambda API marks it, and is no success for a client that looks at the status only.
    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        var whole = FunctionError.collected(outcome);
        var error = FunctionError.of(whole, requestId);
        var reply = error.map(known -> new HttpReply(500, List.of(new Header("X-Amz-Function-Error", "Unhandled")), known.payload()))
                .orElseGet(() -> new HttpReply(200, List.of(), ((Returned) whole).payload()));
        return reply.with("Content-Type", "application/json").with("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return HttpReply.of(413, "application/json", "{\"Type\":\"User\",\"message\":\"the request is larger than 6291456 bytes\"}").with("x-amzn-RequestId", requestId);
    }
}
