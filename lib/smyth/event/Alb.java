package smyth.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/// Application Load Balancer with a Lambda target group.
///
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
///
/// @param multiValue the target group's attribute `lambda.multi_value_headers.enabled`
record Alb(Account account, ErrorBodies errors, boolean multiValue) implements Integration {
    private static final Set<String> SINGLE_VALUE_KEYS = Set.of("statusCode", "headers", "body", "isBase64Encoded");
    private static final Set<String> MULTI_VALUE_KEYS = Set.of("statusCode", "multiValueHeaders", "body",
            "isBase64Encoded");

    /// Path and query are passed on as they were sent: a load balancer decodes nothing.
    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        return request.json(json -> {
            json.writeName("requestContext").writeStartObject();
            Json.writeMap(json, "elb", Map.of("targetGroupArn", targetGroupArn(match.route().function())));
            json.writeEndObject();
            json.writeStringProperty("httpMethod", request.method());
            json.writeStringProperty("path", request.rawPath());
            write(json, "queryStringParameters", "multiValueQueryStringParameters", request.query(false));
            write(json, "headers", "multiValueHeaders", request.forwardedHeaders(requestId));
            request.writeBody(json);
            json.writeBooleanProperty("isBase64Encoded", request.isBase64Encoded());
        });
    }

    private String targetGroupArn(String function) {
        return "arn:aws:elasticloadbalancing:" + account.region() + ":" + account.id() + ":targetgroup/" + function
                + "/0123456789abcdef";
    }

    private void write(JsonGenerator json, String single, String multi, Map<String, List<String>> map) {
        if (multiValue) Json.writeLists(json, multi, map);
        else Json.writeLast(json, single, map);
    }

    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        var whole = Collected.of(outcome);
        return switch (whole) {
            case Returned(var payload) -> answer(payload, requestId);
            case Streamed _,Failed _,TimedOut _,Exited _,TooLarge _,Rejected _ ->
                failed(FunctionError.of(whole, requestId).orElseThrow(), requestId);
        };
    }

    @Override
    public HttpReply requestTooLarge(String requestId) {
        return page(413, "Request Entity Too Large");
    }

    @Override
    public int bodyLimit() {
        return Limits.LOAD_BALANCER_BODY;
    }

    private HttpReply answer(byte[] payload, String requestId) {
        if (payload.length > Limits.LOAD_BALANCER_BODY) return failed(
                FunctionError.malformed("the payload has " + payload.length + " bytes; a load balancer takes "
                        + Limits.LOAD_BALANCER_BODY),
                requestId);
        var reply = FunctionReply.read(payload, multiValue ? MULTI_VALUE_KEYS : SINGLE_VALUE_KEYS,
                FunctionReply.Body.TEXT_OR_BASE64);
        var problem = reply.problemAsReply();
        if (problem.isPresent()) return failed(FunctionError.malformed(problem.get()), requestId);
        var headers = new ArrayList<>(reply.headers());
        headers.addAll(reply.multiValueHeaders());
        return new HttpReply(reply.status(), headers, reply.body()).orContentType("application/octet-stream");
    }

    private HttpReply failed(FunctionError error, String requestId) {
        return errors.reply(page(502, "Bad Gateway"), "Bad Gateway", error, requestId);
    }

    private static HttpReply page(int status, String reason) {
        var title = status + " " + reason;
        return HttpReply.of(status, "text/html", "<html><head><title>" + title + "</title></head><body><center><h1>"
                + title + "</h1></center></body></html>").with("Server", "awselb/2.0");
    }
}
