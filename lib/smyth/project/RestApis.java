package smyth.project;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import smyth.route.PayloadFormat;
import smyth.template.Resource;
import smyth.tree.Node;

/// REST APIs of plain CloudFormation: `AWS::ApiGateway::RestApi`, `Resource`, `Method`, `Stage` and `Deployment`.
record RestApis(Stack stack, OpenApi openApi, TemplateDraft draft) {
    void read() {
        for (var resource : stack.ofType("AWS::ApiGateway::RestApi")) {
            var api = draft.api(resource.logicalId(),
                    () -> new TemplateApi(resource.logicalId(), PayloadFormat.REST_API, stage(resource)));
            if (Values.has(resource.properties(), "BinaryMediaTypes")) api.unenforced.add("binary media types");
            openApi.read(api, Values.at(resource.properties(), "Body"), Optional.empty());
        }
        for (var method : stack.ofType("AWS::ApiGateway::Method")) method(method.properties());
    }

    private void method(Node.Table method) {
        var function = draft.function(stack.functionName(Values.string(method, "Integration", "Uri")));
        var resource = stack.referredTo(Values.string(method, "RestApiId"));
        if (function.isEmpty() || resource.isEmpty()) return;
        var api = draft.apis.get(resource.get().logicalId());
        var path = path(Values.string(method, "ResourceId"), new HashSet<>());
        if (api == null || path.isEmpty()) return;
        var name = Values.string(method, "HttpMethod").orElse("ANY");
        if (Values.string(method, "Integration", "Type").filter("AWS"::equals).isPresent()) {
            draft.notes.add(api.name + ": " + name + " " + path.get()
                    + " has an integration of its own (AWS instead of AWS_PROXY) and is not served");
            return;
        }
        if (Values.string(method, "AuthorizationType").filter(type -> !type.equals("NONE")).isPresent())
            api.unenforced.add("authorizers");
        api.add(name, path.get(), function.get(), method.at());
    }

    /// The path of a resource, from the parts of its parents; the root is what refers to the API itself.
    private Optional<String> path(Optional<String> id, Set<String> seen) {
        var resource = stack.referredTo(id);
        if (resource.isEmpty() || !resource.get().type().equals("AWS::ApiGateway::Resource"))
            return resource.filter(one -> one.type().endsWith("Api")).map(_ -> "/");
        if (!seen.add(resource.get().logicalId())) return Optional.empty(); // a circle
        var part = Values.string(resource.get().properties(), "PathPart").orElse("");
        return path(Values.string(resource.get().properties(), "ParentId"), seen)
                .map(parent -> (parent.equals("/") ? "" : parent) + "/" + part);
    }

    private Optional<String> stage(Resource api) {
        for (var stage : stack.ofType("AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment")) {
            var name = Values.string(stage.properties(), "StageName");
            if (name.isPresent() && stack.referredTo(Values.string(stage.properties(), "RestApiId"))
                    .filter(one -> one.logicalId().equals(api.logicalId())).isPresent())
                return name;
        }
        return Optional.empty();
    }
}
