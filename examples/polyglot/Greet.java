import java.util.Map;

/** GET /greet/Ada */
public class Greet {
    public Map<String, Object> handleRequest(Map<String, Object> event) {
        return Map.of("hello", ((Map<?, ?>) event.get("pathParameters")).get("name"));
    }
}
