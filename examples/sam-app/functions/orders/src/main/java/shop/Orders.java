package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

/** Answers behind the REST API, whose events have a resource and a stage. */
public class Orders implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        var text = "%s: order %s of %s in %s".formatted(System.getenv("GREETING"), event.getPathParameters().get("id"),
                event.getResource(), event.getRequestContext().getStage());
        return new APIGatewayProxyResponseEvent().withStatusCode(200).withBody(text);
    }
}
