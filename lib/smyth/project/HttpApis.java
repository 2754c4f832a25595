package smyth.project;

import java.util.Optional;
import smyth.route.PayloadFormat;
import smyth.template.Resource;
import smyth.tree.Node;
import smyth.tree.Position;

/// HTTP APIs of plain CloudFormation: `AWS::ApiGatewayV2::Api`, `Route`, `Integration` and `Stage`. What a WebSocket
/// API sends comes by hand.
record HttpApis(Stack stack, OpenApi openApi, TemplateDraft draft) {
    void read() {
        for (var resource : stack.ofType("AWS::ApiGatewayV2::Api")) {
            if (isWebSocket(resource)) continue;
            var api = draft.api(resource.logicalId(),
                    () -> new TemplateApi(resource.logicalId(), PayloadFormat.HTTP_API, stage(resource)));
            if (Values.has(resource.properties(), "CorsConfiguration")) api.unenforced.add("CORS");
            openApi.read(api, Values.at(resource.properties(), "Body"), Optional.empty());
            draft.function(stack.functionName(Values.string(resource.properties(), "Target")))
                    .ifPresent(function -> add(api, Values.string(resource.properties(), "RouteKey")
                            .orElse("$default"), function, PayloadFormat.HTTP_API, resource.at()));
        }
        for (var route : stack.ofType("AWS::ApiGatewayV2::Route")) route(route.properties());
    }

    private void route(Node.Table route) {
        var resource = stack.referredTo(Values.string(route, "ApiId"));
        var integration = stack.referredTo(Values.string(route, "Target")
                .map(target -> target.replaceFirst("^integrations/", ""))).map(Resource::properties);
        var function = draft.function(integration.flatMap(
                properties -> stack.functionName(Values.string(properties, "IntegrationUri"))));
        if (resource.isEmpty() || function.isEmpty()) return;
        var key = Values.string(route, "RouteKey").orElse("$default");
        if (isWebSocket(resource.get())) {
            function.get().addEvent("WebSocket route", key);
            return;
        }
        var api = draft.apis.get(resource.get().logicalId());
        if (api == null) return;
        if (Values.string(route, "AuthorizationType").filter(type -> !type.equals("NONE")).isPresent())
            api.unenforced.add("authorizers");
        boolean second = integration.flatMap(properties -> Values.string(properties, "PayloadFormatVersion"))
                .filter("2.0"::equals).isPresent();
        add(api, key, function.get(), second ? PayloadFormat.HTTP_API : PayloadFormat.HTTP_API_V1, route.at());
    }

    private static void add(TemplateApi api, String routeKey, TemplateFunction function, PayloadFormat format,
            Position at) {
        int space = routeKey.indexOf(' ');
        if (space < 0) api.add("ANY", "$default", function, format, at);
        else api.add(routeKey.substring(0, space), routeKey.substring(space + 1).strip(), function, format, at);
    }

    private static boolean isWebSocket(Resource api) {
        return Values.string(api.properties(), "ProtocolType").filter("WEBSOCKET"::equals).isPresent();
    }

    private Optional<String> stage(Resource api) {
        return stack.ofType("AWS::ApiGatewayV2::Stage").stream()
                .filter(stage -> stack.referredTo(Values.string(stage.properties(), "ApiId"))
                        .filter(one -> one.logicalId().equals(api.logicalId())).isPresent())
                .flatMap(stage -> Values.string(stage.properties(), "StageName").stream()).findFirst();
    }
}
