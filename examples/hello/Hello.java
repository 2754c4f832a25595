//DEPS com.amazonaws:aws-lambda-java-core:1.4.0
//DEPS com.amazonaws:aws-lambda-java-events:3.16.1

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.Map;

/** Greets the name in the path. */
public class Hello implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private int greeted;

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        String name = event.getRawPath().equals("/") ? "world" : event.getRawPath().substring(1);
        context.getLogger().log("greeting " + name + "\n");
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(200)
                .withHeaders(Map.of("content-type", "application/json"))
                .withBody("{\"hello\": \"" + name + "\", \"greeted\": " + ++greeted + "}")
                .build();
    }
}
