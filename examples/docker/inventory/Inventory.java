import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes one piece of an item and says how many are left. */
public class Inventory {
    private static final Map<String, Integer> STOCK = new ConcurrentHashMap<>(Map.of("tea", 5, "coffee", 1));

    public Map<String, Object> handleRequest(Map<String, Object> event) {
        String item = (String) event.get("item");
        int left = STOCK.merge(item, 0, (before, none) -> Math.max(0, before - 1));
        return Map.of("item", item, "left", left);
    }
}
