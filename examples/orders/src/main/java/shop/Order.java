package shop;

/** What a customer orders. */
public record Order(int id, String item, int quantity) {
    public Order {
        if (item == null || item.isBlank()) throw new IllegalArgumentException("an order needs an item");
        if (quantity < 1) throw new IllegalArgumentException("quantity must be at least 1: " + quantity);
    }

    Order withId(int id) {
        return new Order(id, item, quantity);
    }
}
