package smyth.project;

import java.util.Optional;
import smyth.route.PayloadFormat;
import smyth.template.Resource;
import smyth.tree.Node;

/// `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`: their stages, what they do beside routing, and the routes of
/// their OpenAPI definition.
record SamApis(Stack stack, OpenApi openApi, TemplateDraft draft) {
    void read() {
        for (var api : stack.ofType("AWS::Serverless::Api"))
            read(api, stack.properties(api, "Api"), PayloadFormat.REST_API);
        for (var api : stack.ofType("AWS::Serverless::HttpApi"))
            read(api, stack.properties(api, "HttpApi"), PayloadFormat.HTTP_API);
        implicit("ServerlessRestApi", "Api");
        implicit("ServerlessHttpApi", "HttpApi");
    }

    private void read(Resource resource, Node.Table properties, PayloadFormat format) {
        var api = draft.api(resource.logicalId(), () -> new TemplateApi(resource.logicalId(), format,
                Values.string(properties, "StageName")));
        unenforced(api, properties);
        openApi.read(api, Values.at(properties, "DefinitionBody"), Values.at(properties, "DefinitionUri"));
    }

    /// The API that SAM makes for events that name none: `Globals` are all it has.
    private void implicit(String name, String global) {
        var api = Optional.ofNullable(draft.apis.get(name));
        if (stack.globals().get(global) instanceof Node.Table globals)
            api.ifPresent(made -> unenforced(made, globals));
    }

    private static void unenforced(TemplateApi api, Node.Table properties) {
        if (Values.has(properties, "Auth", "DefaultAuthorizer") || Values.has(properties, "Auth", "ApiKeyRequired"))
            api.unenforced.add("authorizers");
        if (Values.has(properties, "Cors") || Values.has(properties, "CorsConfiguration")) api.unenforced.add("CORS");
        if (Values.has(properties, "BinaryMediaTypes")) api.unenforced.add("binary media types");
    }
}
