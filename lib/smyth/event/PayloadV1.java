package smyth.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.route.RouteMatch;
import tools.jackson.core.JsonGenerator;

/// API Gateway's payload format 1.0, in which nothing is absent and what is empty is null; and its two speakers,
/// which differ in a dozen small ways.
final class PayloadV1 {
    static final Set<String> KEYS = Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");
    private static final List<String> IDENTITY = List.of("accessKey", "accountId", "caller",
            "cognitoAuthenticationProvider", "cognitoAuthenticationType",
            "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId", "sourceIp", "user", "userAgent", "userArn");

    private PayloadV1() {}

    /// The path of the route, or what an API without `$default` route would call it.
    static String resource(RouteMatch match, String ofDefault) {
        var template = match.route().pattern().template();
        return template.equals("$default") ? ofDefault : template;
    }

    /// `x-shop-id` as `X-Shop-Id`.
    static String canonical(String name) {
        return Stream.of(name.split("-", -1))
                .map(word -> word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }

    /// The last value of each in one map, all values in the other.
    static void writeBoth(JsonGenerator json, String single, String multi, Map<String, List<String>> map) {
        if (map.isEmpty()) {
            json.writeNullProperty(single);
            json.writeNullProperty(multi);
            return;
        }
        Json.writeLast(json, single, map);
        Json.writeLists(json, multi, map);
    }

    static void writeMapOrNull(JsonGenerator json, String name, Map<String, String> map) {
        if (map.isEmpty()) json.writeNullProperty(name);
        else Json.writeMap(json, name, map);
    }

    static void writeIdentity(JsonGenerator json, HttpRequest request, Optional<String> userAgent) {
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
