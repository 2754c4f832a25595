package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code POST /orders} with {@code {"item": "tea", "quantity": 2}}. */
public class CreateOrder implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final OrderService orders = OrderService.fromEnvironment();
    private int requests; // lives as long as its execution environment

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        requests++;
        var answer = JsonNodeFactory.instance.objectNode();
        try {
            var order = orders.create(event.getBody() == null ? "" : event.getBody());
            context.getLogger().log("order " + order.id() + ": " + order.quantity() + " x " + order.item() + "\n");
            answer.set("order", orders.shown(order));
            return Reply.json(201, answer.put("requests", requests));
        } catch (IllegalArgumentException e) {
            return Reply.json(400, answer.put("message", e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
