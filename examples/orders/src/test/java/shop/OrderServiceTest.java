package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderServiceTest {
    @TempDir
    private Path folder;

    private OrderService orders;

    @BeforeEach
    void open() {
        orders = new OrderService(folder.resolve("orders.jsonl"));
    }

    @Test
    void ordersAreNumberedAndKept() throws Exception {
        orders.create("{\"item\": \"tea\", \"quantity\": 2}");
        orders.create("{\"item\": \"milk\", \"quantity\": 1}");

        assertEquals(List.of(new Order(1, "tea", 2), new Order(2, "milk", 1)), orders.all());
    }

    @Test
    void totalIsQuantityTimesPrice() {
        var order = new Order(1, "tea", 3);

        assertEquals(3 * orders.unitPrice(order), orders.shown(order).get("total").asInt());
    }

    @Test
    void orderWithoutItemIsRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> orders.create("{\"quantity\": 1}"));

        assertEquals("an order needs an item", refused.getMessage());
    }
}
