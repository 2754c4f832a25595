import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;
import smyth.route.Route;
import smyth.route.RouteTable;

class PathPatternTest {
    @Test
    void literalsMatchTheWholeDecodedPath() {
        assertEquals("{}", match("/orders", "/orders"));
        assertEquals("{}", match("/orders", "/%6Frders"));
        assertEquals("{}", match("/caf\u00e9", "/caf%C3%A9"));
        assertEquals("{}", match("/a b", "/a%20b"));
        assertEquals("{}", match("/a+b", "/a+b"));
        assertEquals("{}", match("/v1.0/x", "/v1.0/x"));
        assertEquals("no match", match("/v1.0/x", "/v1a0/x"));
        assertEquals("no match", match("/orders", "/orders/"));
        assertEquals("no match", match("/orders", "/ordersX"));
        assertEquals("no match", match("/orders", "/Orders"));
        assertEquals("no match", match("/caf\u00e9", "/caf%C3"));
    }

    @Test
    void aPlainVariableTakesOneSegmentAndAtLeastOneCharacter() {
        assertEquals("{id=7}", match("/orders/{id}", "/orders/7"));
        assertEquals("{id=7}", match("/orders/{id:str}", "/orders/7"));
        assertEquals("{a=1, b=2}", match("/{a}/x/{b}", "/1/x/2"));
        assertEquals("{name=report, kind=pdf}", match("/{name}.{kind}", "/report.pdf"));
        assertEquals("no match", match("/orders/{id}", "/orders/"));
        assertEquals("no match", match("/orders/{id}", "/orders/7/lines"));
    }

    @Test
    void anEncodedSlashIsASlashSoAPlainVariableDoesNotTakeIt() {
        assertEquals("no match", match("/orders/{id}", "/orders/a%2Fb"));
        assertEquals("no match", match("/orders/{id}", "/orders/a%2fb"));
        assertEquals("{path=a%2Fb}", match("/orders/{path:path}", "/orders/a%2Fb"));
        assertEquals("{id=a, rest=b}", match("/orders/{id}/{rest}", "/orders/a%2Fb"));
    }

    @Test
    void parametersStayPercentEncoded() {
        assertEquals("{id=a%20b%3F}", match("/orders/{id}", "/orders/a%20b%3F"));
        assertEquals("{id=caf%C3%A9}", match("/orders/{id}", "/orders/caf%C3%A9"));
        assertEquals("{id=%F0%9F%98%80, x=1}", match("/{id}/{x}", "/%F0%9F%98%80/1"));
        assertEquals("{id=%FF%C3}", match("/{id}", "/%FF%C3"));
        assertEquals("{id=%zz%4}", match("/{id}", "/%zz%4"));
        assertEquals("{id=%E2%98, x=y}", match("/{id}/{x}", "/%E2%98/y"));
    }

    @Test
    void starlettesGreedyVariableMayBeEmpty() {
        assertEquals("{path=}", match("/saleor/{path:path}", "/saleor/"));
        assertEquals("{path=a/b}", match("/saleor/{path:path}", "/saleor/a/b"));
        assertEquals("no match", match("/saleor/{path:path}", "/saleor"));
        assertEquals("{path=}", match("{path:path}", "/"));
        assertEquals("{path=a/b/}", match("{path:path}", "/a/b/"));
        assertEquals("{path=a/b}", match("/{path:path}/end", "/a/b/end"));
    }

    @Test
    void apiGatewaysGreedyVariableTakesAtLeastOneCharacter() {
        assertEquals("{proxy=a/b}", match("/saleor/{proxy+}", "/saleor/a/b"));
        assertEquals("{proxy=/}", match("/saleor/{proxy+}", "/saleor//"));
        assertEquals("no match", match("/saleor/{proxy+}", "/saleor/"));
    }

    @Test
    void numbersAndUuidsMatchOnlyThemselves() {
        assertEquals("{n=12}", match("/{n:int}", "/12"));
        assertEquals("no match", match("/{n:int}", "/-12"));
        assertEquals("no match", match("/{n:int}", "/1a"));
        assertEquals("{n=1.5}", match("/{n:float}", "/1.5"));
        assertEquals("{n=1}", match("/{n:float}", "/1"));
        assertEquals("no match", match("/{n:float}", "/1."));
        assertEquals("{n=8f1b1e0c-7a52-4d4c-9a0a-0c5f7a3c1e11}",
                match("/{n:uuid}", "/8f1b1e0c-7a52-4d4c-9a0a-0c5f7a3c1e11"));
        assertEquals("no match", match("/{n:uuid}", "/8f1b1e0c"));
    }

    @Test
    void theDefaultPatternMatchesEverythingAndHasNoParameters() {
        assertEquals("{}", match(PathPattern.DEFAULT, "/"));
        assertEquals("{}", match(PathPattern.DEFAULT, "/a/b%0Ac"));
    }

    @Test
    void routeKeysAreWrittenAwsWay() {
        assertEquals("/saleor/{path+}", PathPattern.parse("/saleor/{path:path}").template());
        assertEquals("/saleor/{proxy+}", PathPattern.parse("saleor/{proxy+}").template());
        assertEquals("/orders/{id}", PathPattern.parse("/orders/{id:int}").template());

        var orders = PathPattern.parse("/orders/{id:int}");
        assertEquals("ANY /orders/{id}", new Route("orders", orders, Set.of(), PayloadFormat.HTTP_API).key("GET"));
        assertEquals("POST /orders/{id}",
                new Route("orders", orders, Set.of("GET", "POST"), PayloadFormat.HTTP_API).key("POST"));
        assertEquals("$default", new Route("orders", PathPattern.DEFAULT, Set.of(), PayloadFormat.HTTP_API).key("GET"));
    }

    @Test
    void whatIsNoPatternIsRefusedInWords() {
        assertEquals("unknown converter 'slug' in /{x:slug}; use str, int, float, uuid or path",
                refusal("/{x:slug}"));
        assertEquals("the variable {x} appears twice in /{x}/{x}", refusal("/{x}/{x}"));
        assertEquals("invalid path variable in /{}; write {name}, {name:path} or {name+}", refusal("/{}"));
        assertEquals("invalid path variable in /a}; write {name}, {name:path} or {name+}", refusal("/a}"));
        assertEquals("invalid path variable in /{a b}; write {name}, {name:path} or {name+}", refusal("/{a b}"));
        assertEquals("a path must not contain ? or #: /a?b=c", refusal("/a?b=c"));
    }

    @Test
    void theFirstRouteWithTheMethodAndThePathAnswers() {
        var table = new RouteTable(
                List.of(new Route("reader", PathPattern.parse("/orders/{id}"), Set.of("GET"), PayloadFormat.HTTP_API),
                        new Route("writer", PathPattern.parse("/orders/{number}"), Set.of(), PayloadFormat.HTTP_API),
                        new Route("never", PathPattern.parse("/orders/7"), Set.of(), PayloadFormat.HTTP_API)));

        assertEquals("reader {id=7}", answer(table, "GET", "/orders/7"));
        assertEquals("writer {number=7}", answer(table, "DELETE", "/orders/7"));
        assertEquals("nobody", answer(table, "GET", "/orders"));
    }

    // --- infra ---

    private static String match(String pattern, String rawPath) {
        return match(PathPattern.parse(pattern), rawPath);
    }

    private static String match(PathPattern pattern, String rawPath) {
        return new RouteTable(List.of(new Route("f", pattern, Set.of(), PayloadFormat.HTTP_API))).match("GET", rawPath)
                .map(match -> match.pathParameters().entrySet().stream().map(Object::toString)
                        .collect(Collectors.joining(", ", "{", "}")))
                .orElse("no match");
    }

    private static String answer(RouteTable table, String method, String rawPath) {
        return table.match(method, rawPath).map(match -> match.route().function() + " " + match.pathParameters())
                .orElse("nobody");
    }

    private static String refusal(String pattern) {
        return assertThrows(IllegalArgumentException.class, () -> PathPattern.parse(pattern)).getMessage();
    }
}
