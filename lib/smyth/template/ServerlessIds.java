package smyth.template;

import java.util.LinkedHashMap;
import java.util.Map;
import smyth.tree.Node;

/// The resources that SAM makes beside those that are written, to which a template may refer as well.
final class ServerlessIds {
    private static final String SERVERLESS = "AWS::Serverless::";

    private ServerlessIds() {}

    /// Their types by logical ids.
    static Map<String, String> implied(Node.Table resources) {
        var found = new LinkedHashMap<String, String>();
        found.put("ServerlessRestApi", "AWS::ApiGateway::RestApi");
        found.put("ServerlessRestApiProdStage", "AWS::ApiGateway::Stage");
        found.put("ServerlessHttpApi", "AWS::ApiGatewayV2::Api");
        found.put("ServerlessHttpApiApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage");
        resources.entries().forEach((id, node) -> {
            if (!(node instanceof Node.Table resource)) return;
            var type = resource.get("Type").flatMap(Node::text).orElse("");
            if (!type.startsWith(SERVERLESS)) return;
            switch (type.substring(SERVERLESS.length())) {
                case "Function" -> function(id, resource.table("Properties"), found);
                case "StateMachine" -> {
                    found.put(id + "Role", "AWS::IAM::Role");
                    events(id, resource.table("Properties"), found);
                }
                case "Api" -> {
                    found.put(id + ".Stage", "AWS::ApiGateway::Stage");
                    found.put(id + ".Deployment", "AWS::ApiGateway::Deployment");
                    found.put(id + stage(resource) + "Stage", "AWS::ApiGateway::Stage");
                }
                case "HttpApi" -> {
                    found.put(id + ".Stage", "AWS::ApiGatewayV2::Stage");
                    found.put(id + "ApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage");
                    found.put(id + stage(resource) + "Stage", "AWS::ApiGatewayV2::Stage");
                }
                default -> {}
            }
        });
        found.keySet().removeAll(resources.entries().keySet());
        return found;
    }

    private static String stage(Node.Table resource) {
        return resource.table("Properties").get("StageName").flatMap(Node::text).orElse("Prod");
    }

    private static void function(String id, Node.Table properties, Map<String, String> found) {
        found.put(id + "Role", "AWS::IAM::Role");
        found.put(id + "LogGroup", "AWS::Logs::LogGroup");
        found.put(id + "Url", "AWS::Lambda::Url");
        found.put(id + ".Version", "AWS::Lambda::Version");
        found.put(id + ".Alias", "AWS::Lambda::Alias");
        found.put(id + ".DestinationTopic", "AWS::SNS::Topic");
        found.put(id + ".DestinationQueue", "AWS::SQS::Queue");
        properties.get("AutoPublishAlias").flatMap(Node::text)
                .ifPresent(alias -> found.put(id + "Alias" + alias, "AWS::Lambda::Alias"));
        events(id, properties, found);
    }

    private static void events(String id, Node.Table properties, Map<String, String> found) {
        var types = Map.of("Schedule", "AWS::Events::Rule", "ScheduleV2", "AWS::Scheduler::Schedule",
                "EventBridgeRule", "AWS::Events::Rule", "CloudWatchEvent", "AWS::Events::Rule",
                "SNS", "AWS::SNS::Subscription");
        for (var event : properties.table("Events").entries().entrySet()) {
            if (!(event.getValue() instanceof Node.Table table)) continue;
            var type = table.get("Type").flatMap(Node::text).orElse("");
            found.put(id + event.getKey(), types.getOrDefault(type, "AWS::Lambda::EventSourceMapping"));
            found.put(id + event.getKey() + "Permission", "AWS::Lambda::Permission");
        }
    }
}
