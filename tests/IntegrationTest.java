import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import smyth.event.Account;
import smyth.event.ErrorBodies;
import smyth.event.Header;
import smyth.event.HttpRequest;
import smyth.event.Integration;
import smyth.event.Integrations;
import smyth.invocation.Outcome;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;
import smyth.route.Route;
import smyth.route.RouteMatch;
import smyth.route.RouteTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What pairs of files cannot show; the rest is in EventMappingTest.
class IntegrationTest {
    private static final Account ACCOUNT = new Account("eu-central-1", "123456789012");
    private static final RouteTable ROUTES = new RouteTable(
            List.of(new Route("orders", PathPattern.parse("/orders/{path:path}"), Set.of(), PayloadFormat.HTTP_API)));
    private final Integration httpApi = Integrations.of(PayloadFormat.HTTP_API, ACCOUNT, ErrorBodies.AWS);

    @Test
    void gatewayRequestIdHasSixteenCharactersAndBelongsToTheLambdaRequestId() {
        var request = request("", new byte[0]);

        var one = json(httpApi.event(request, match(request), "8b2ed5b3-2a4c-4b7e-9d8f-0123456789ab"))
                .at("/requestContext/requestId").asString();
        var again = json(httpApi.event(request, match(request), "8b2ed5b3-2a4c-4b7e-9d8f-0123456789ab"))
                .at("/requestContext/requestId").asString();
        var other = json(httpApi.event(request, match(request), "not a uuid")).at("/requestContext/requestId")
                .asString();

        assertEquals(one, again);
        assertNotEquals(one, other);
        assertTrue(one.matches("[A-Za-z0-9_-]{15}="), one);
        assertTrue(other.matches("[A-Za-z0-9_-]{15}="), other);
    }

    @Test
    void megabyteOfTextWithEscapesComesThroughBothWays() {
        var text = "line \"one\" \\ ü ☕ 😀\n".repeat(50_000).getBytes(UTF_8);
        var request = request("text/plain", text);

        var event = json(httpApi.event(request, match(request), "id"));
        var payload = JsonMapper.shared().writeValueAsBytes(JsonMapper.shared().createObjectNode()
                .put("body", event.get("body").asString()).put("statusCode", 200));
        var reply = httpApi.reply(request, "id", new Outcome.Returned(payload));

        assertArrayEquals(text, event.get("body").asString().getBytes(UTF_8));
        assertArrayEquals(text, reply.bytes());
    }

    @Test
    void deeplyNestedPayloadBreaksNothing() {
        var deep = new byte[3_000_000];
        Arrays.fill(deep, (byte) '[');

        var reply = httpApi.reply(request("", new byte[0]), "id", new Outcome.Returned(deep));

        assertEquals(200, reply.status());
        assertArrayEquals(deep, reply.bytes());
    }

    @Test
    void requestThatIsTooLargeIsToldInTheWordsOfItsFront() {
        assertEquals("{\"message\":\"Request Entity Too Large\"}", tooLarge(PayloadFormat.HTTP_API));
        assertEquals("{\"message\":\"Request Entity Too Large\"}", tooLarge(PayloadFormat.HTTP_API_V1));
        assertEquals("{\"message\":\"Request Too Long\"}", tooLarge(PayloadFormat.REST_API));
        assertEquals(
                "<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity "
                        + "Too Large</h1></center></body></html>",
                tooLarge(PayloadFormat.ALB));
        assertEquals("{\"message\":\"Request must be smaller than 6291456 bytes for the InvokeFunction operation\"}",
                tooLarge(PayloadFormat.FUNCTION_URL));
    }

    private static String tooLarge(PayloadFormat format) {
        var reply = Integrations.of(format, ACCOUNT, ErrorBodies.AWS).requestTooLarge("id");
        assertEquals(413, reply.status());
        return new String(reply.bytes(), UTF_8);
    }

    @Test
    void bodyLimitIsThatOfTheFront() {
        assertEquals(10_485_760, httpApi.bodyLimit());
        assertEquals(1_048_576, Integrations.of(PayloadFormat.ALB_MULTI_VALUE, ACCOUNT, ErrorBodies.AWS).bodyLimit());
        assertEquals(6_291_456, Integrations.of(PayloadFormat.FUNCTION_URL, ACCOUNT, ErrorBodies.AWS).bodyLimit());
    }

    @Test
    void bodyThatIsNoJsonIsNoDirectEvent() {
        var request = request("application/json", "{broken".getBytes(UTF_8));

        var refused = assertThrows(IllegalArgumentException.class,
                () -> Integrations.direct().event(request, match(request), "id"));

        assertEquals("the request body is not JSON; on this route it is the event itself", refused.getMessage());
    }

    @Test
    void userFunctionsGetTheRequestAsItCameIn() {
        var request = new HttpRequest("POST", "/orders/a%20b", "x=%2B&x=2", "HTTP/1.1",
                List.of(new Header("X-A", "1"), new Header("Connection", "close"), new Header("x-a", "2")),
                "grüß\n".getBytes(UTF_8), "127.0.0.1", Instant.ofEpochMilli(1_783_711_145_123L));

        assertEquals(
                """
                {"method":"POST","rawPath":"/orders/a%20b","rawQuery":"x=%2B&x=2","protocol":"HTTP/1.1","headers":{"connection":["close"],"x-a":["1","2"]},\
                "pathParameters":{"path":"a b"},"sourceIp":"127.0.0.1","receivedAt":1783711145123,"body":"grüß\\n","isBase64Encoded":false}""",
                new String(request.toJson(match(request)), UTF_8));
    }

    @Test
    void userFunctionsGetABinaryBodyAsBase64WhateverItsType() {
        var request = request("text/plain", new byte[] {(byte) 0xff, 0, 1});

        var json = json(request.toJson(match(request)));

        assertEquals("/wAB", json.get("body").asString());
        assertTrue(json.get("isBase64Encoded").asBoolean());
    }

    private static HttpRequest request(String contentType, byte[] body) {
        var headers = contentType.isEmpty() ? List.<Header>of() : List.of(new Header("Content-Type", contentType));
        return new HttpRequest("POST", "/orders/1", "", "HTTP/1.1", headers, body, "127.0.0.1", Instant.EPOCH);
    }

    private static RouteMatch match(HttpRequest request) {
        return ROUTES.match(request.method(), request.rawPath()).orElseThrow();
    }

    private static JsonNode json(byte[] bytes) {
        return JsonMapper.shared().readTree(bytes);
    }
}
