package smyth.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Returned;
import smyth.route.RouteMatch;
import tools.jackson.core.JsonGenerator;

/// HTTP API with payload format 1.0.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
record HttpApiV1(Account account, ErrorBodies errors) implements Integration {
    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        var routeKey = match.route().key(request.method());
        var resource = PayloadV1.resource(match, request.rawPath());
        return request.json(json -> {
            json.writeStringProperty("version", "1.0");
            json.writeStringProperty("resource", resource);
            json.writeStringProperty("path", request.rawPath());
            json.writeStringProperty("httpMethod", request.method());
            var headers = new LinkedHashMap<String, List<String>>();
            request.forwardedHeaders(requestId)
                    .forEach((name, values) -> headers.put(PayloadV1.canonical(name), values));
            PayloadV1.writeBoth(json, "headers", "multiValueHeaders", headers);
            PayloadV1.writeBoth(json, "queryStringParameters", "multiValueQueryStringParameters", request.query(true));
            PayloadV1.writeMapOrNull(json, "pathParameters", Utf8.decoded(match.pathParameters()));
            json.writeNullProperty("stageVariables");
            writeContext(json, request, requestId, resource, routeKey);
            if (request.body().length > 0) request.writeBody(json);
            else json.writeNullProperty("body");
            json.writeBooleanProperty("isBase64Encoded", request.isBase64Encoded());
        });
    }

    private void writeContext(JsonGenerator json, HttpRequest request, String requestId, String resource,
            String routeKey) {
        var gatewayId = HttpApi.gatewayId(requestId);
        json.writeName("requestContext");
        json.writeStartObject();
        json.writeStringProperty("accountId", account.id());
        json.writeStringProperty("apiId", HttpApi.API_ID);
        json.writeStringProperty("domainName", HttpApi.domainName(account));
        json.writeStringProperty("domainPrefix", HttpApi.API_ID);
        json.writeStringProperty("extendedRequestId", gatewayId);
        json.writeStringProperty("httpMethod", request.method());
        PayloadV1.writeIdentity(json, request, Optional.of(request.header("user-agent").orElse("")));
        json.writeStringProperty("path", Utf8.decoded(request.rawPath()));
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
        return switch (Collected.of(outcome)) {
            case Returned(var payload) -> {
                var reply = FunctionReply.read(payload, PayloadV1.KEYS, FunctionReply.Body.TEXT_OR_BASE64);
                yield reply.problemAsReply().map(problem -> format2.malformed(problem, requestId))
                        .orElseGet(() -> answer(reply, requestId));
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
        return new HttpReply(reply.status(), headers, reply.body()).orContentType("text/plain; charset=utf-8")
                .with("Apigw-Requestid", HttpApi.gatewayId(requestId));
    }
}
