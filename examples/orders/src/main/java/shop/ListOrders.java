package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /orders}: all orders, oldest first. */
public class ListOrders implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final OrderService orders = OrderService.fromEnvironment();
    private int requests; // lives as long as its execution environment

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        requests++;
        var answer = JsonNodeFactory.instance.objectNode();
        try {
            var list = answer.putArray("orders");
            orders.all().forEach(order -> list.add(orders.shown(order)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Reply.json(200, answer.put("requests", requests));
    }
}
