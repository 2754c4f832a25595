package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import smyth.invocation.Limits;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Returned;
import smyth.route.RouteMatch;

record Direct() implements Integration {
    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        if (request.body().length == 0) return "{}".getBytes(UTF_8);
        if (!FunctionReply.isJson(request.body()))
            throw new IllegalArgumentException("the request body is not JSON; on this route it is the event itself");
        return request.body();
    }

    /// A function error is marked as in the Lambda API, and its status is an error, for clients that only look at the
    /// status.
    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        var whole = Collected.of(outcome);
        var error = FunctionError.of(whole, requestId);
        var reply = error.map(
                known -> new HttpReply(500, List.of(new Header("X-Amz-Function-Error", "Unhandled")), known.payload()))
                .orElseGet(() -> new HttpReply(200, List.of(), ((Returned) whole).payload()));
        return reply.with("Content-Type", "application/json").with("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return HttpReply
                .of(413, "application/json",
                        "{\"Type\":\"User\",\"message\":\"the request is larger than " + Limits.PAYLOAD + " bytes\"}")
                .with("x-amzn-RequestId", requestId);
    }
}
