package smyth.template;

import java.util.LinkedHashMap;
import java.util.Map;
import smyth.tree.Node;
import smyth.tree.Position;

/// The resources that SAM makes beside those that are written, to which a template may refer as well.
final class ServerlessIds {
    private static final String SERVERLESS = "AWS::Serverless::";
    private static final String FUNCTION_NAME = "FunctionName";
    private static final String STAGE_NAME = "StageName";

    private static final Map<String, String> BY_EVENT = Map.of("Schedule", "Events::Rule",
            "ScheduleV2", "Scheduler::Schedule", "EventBridgeRule", "Events::Rule",
            "CloudWatchEvent", "Events::Rule", "SNS", "SNS::Subscription");

    private final Map<String, Node.Table> found = new LinkedHashMap<>();
    private final Node.Table none;

    private ServerlessIds(Position at) {
        none = new Node.Table(at, Map.of());
    }

    /// The resources by logical ids, as if they were written.
    static Map<String, Node.Table> implied(Node.Table resources) {
        var ids = new ServerlessIds(resources.at());
        ids.stage("ServerlessRestApiProdStage", "ApiGateway", new Node.Scalar(resources.at(), "Prod"));
        ids.stage("ServerlessHttpApiApiGatewayDefaultStage", "ApiGatewayV2",
                new Node.Scalar(resources.at(), "$default"));
        ids.add("ServerlessRestApi", "ApiGateway::RestApi", Map.of());
        ids.add("ServerlessHttpApi", "ApiGatewayV2::Api", Map.of());
        resources.entries().forEach((id, node) -> {
            if (node instanceof Node.Table resource) resource.get("Type").flatMap(Node::text)
                    .filter(type -> type.startsWith(SERVERLESS))
                    .ifPresent(type -> ids.of(id, type.substring(SERVERLESS.length()), resource.table("Properties")));
        });
        ids.found.keySet().removeAll(resources.entries().keySet());
        return ids.found;
    }

    private void of(String id, String kind, Node.Table properties) {
        switch (kind) {
            case "Function" -> function(id, properties);
            case "StateMachine" -> {
                add(id + "Role", "IAM::Role", Map.of());
                events(id, properties);
            }
            case "Api" -> {
                var name = properties.get(STAGE_NAME).orElseGet(() -> new Node.Scalar(properties.at(), "Prod"));
                stage(id + ".Stage", "ApiGateway", name);
                name.text().ifPresent(text -> stage(id + text + "Stage", "ApiGateway", name));
                add(id + ".Deployment", "ApiGateway::Deployment", Map.of());
            }
            case "HttpApi" -> {
                var name = properties.get(STAGE_NAME).orElseGet(() -> new Node.Scalar(properties.at(), "$default"));
                stage(id + ".Stage", "ApiGatewayV2", name);
                stage(id + "ApiGatewayDefaultStage", "ApiGatewayV2", name);
                name.text().ifPresent(text -> stage(id + text + "Stage", "ApiGatewayV2", name));
            }
            default -> {}
        }
    }

    private void function(String id, Node.Table properties) {
        Node name = new Node.Table(none.at(), Map.of("Ref", new Node.Scalar(none.at(), id)));
        var alias = properties.get("AutoPublishAlias");
        add(id + "Role", "IAM::Role", Map.of());
        add(id + "LogGroup", "Logs::LogGroup", Map.of());
        add(id + "Url", "Lambda::Url", Map.of("TargetFunctionArn", name));
        add(id + ".Version", "Lambda::Version", Map.of(FUNCTION_NAME, name));
        add(id + ".DestinationTopic", "SNS::Topic", Map.of());
        add(id + ".DestinationQueue", "SQS::Queue", Map.of());
        alias.ifPresent(node -> add(id + ".Alias", "Lambda::Alias", Map.of(FUNCTION_NAME, name, "Name", node)));
        alias.flatMap(Node::text).ifPresent(text -> add(id + "Alias" + text, "Lambda::Alias",
                Map.of(FUNCTION_NAME, name, "Name", alias.get())));
        events(id, properties);
    }

    private void events(String id, Node.Table properties) {
        properties.table("Events").entries().forEach((event, node) -> {
            if (!(node instanceof Node.Table table)) return;
            var type = table.get("Type").flatMap(Node::text).orElse("");
            add(id + event, BY_EVENT.getOrDefault(type, "Lambda::EventSourceMapping"), Map.of());
            add(id + event + "Permission", "Lambda::Permission", Map.of());
        });
    }

    private void stage(String id, String service, Node name) {
        add(id, service + "::Stage", Map.of(STAGE_NAME, name));
    }

    private void add(String id, String type, Map<String, Node> properties) {
        found.put(id, new Node.Table(none.at(), Map.of("Type", new Node.Scalar(none.at(), "AWS::" + type),
                "Properties", new Node.Table(none.at(), properties))));
    }
}
