package smyth.project;

import java.util.Optional;
import java.util.Set;
import smyth.route.PayloadFormat;
import smyth.tree.Node;

/// The routes of an OpenAPI definition: the paths whose `x-amazon-apigateway-integration` is a function.
record OpenApi(Stack stack, ProjectFiles files, TemplateDraft draft) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    /// @param body     the definition in the template
    /// @param location of the definition, a file
    void read(TemplateApi api, Optional<Node> body, Optional<Node> location) {
        var definition = body.filter(Node.Table.class::isInstance)
                .or(() -> location.flatMap(Node::string).flatMap(files::read));
        if (!(definition.orElse(null) instanceof Node.Table table)) return;
        Values.table(table, "paths").entries().forEach((path, node) -> {
            if (node instanceof Node.Table operations) operations.entries().forEach((method, operation) -> {
                if (operation instanceof Node.Table inner) operation(api, path, method, inner);
            });
        });
        if (Values.has(table, "x-amazon-apigateway-cors")) api.unenforced.add("CORS");
        if (Values.has(table, "x-amazon-apigateway-binary-media-types")) api.unenforced.add("binary media types");
    }

    private void operation(TemplateApi api, String path, String method, Node.Table operation) {
        var any = method.equals("x-amazon-apigateway-any-method");
        if (!any && !METHODS.contains(method)) return;
        var integration = Values.table(operation, "x-amazon-apigateway-integration");
        var function = draft.function(stack.functionName(Values.string(integration, "uri")));
        if (function.isEmpty()) return;
        if (Values.has(operation, "security")) api.unenforced.add("authorizers");
        if (Values.string(integration, "type").filter("aws"::equalsIgnoreCase).isPresent()) {
            draft.notes.add(api.name + ": " + method.toUpperCase(java.util.Locale.ROOT) + " " + path
                    + " has an integration of its own (aws instead of aws_proxy) and is not served");
            return;
        }
        api.add(any ? "ANY" : method, path.equals("/$default") ? "$default" : path, function.get(),
                format(api, integration), operation.at());
    }

    private static PayloadFormat format(TemplateApi api, Node.Table integration) {
        if (api.format != PayloadFormat.HTTP_API) return api.format;
        // An imported integration without a version is one of format 1.0.
        return Values.string(integration, "payloadFormatVersion").filter("2.0"::equals).isPresent()
                ? PayloadFormat.HTTP_API
                : PayloadFormat.HTTP_API_V1;
    }
}
