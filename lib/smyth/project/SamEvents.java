package smyth.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.route.InvokeMode;
import smyth.route.PayloadFormat;
import smyth.template.Resource;
import smyth.tree.Node;

/// The `Events` and the `FunctionUrlConfig` of SAM's functions.
record SamEvents(Stack stack, TemplateDraft draft) {
    /// Kinds of events without HTTP: in words, and the property that names where they come from.
    private static final Map<String, List<String>> SOURCES = Map.ofEntries(Map.entry("SQS", List.of("queue", "Queue")),
            Map.entry("SNS", List.of("topic", "Topic")), Map.entry("S3", List.of("bucket", "Bucket")),
            Map.entry("Kinesis", List.of("stream", "Stream")), Map.entry("DynamoDB", List.of("stream", "Stream")),
            Map.entry("Schedule", List.of("schedule", "Schedule")),
            Map.entry("ScheduleV2", List.of("schedule", "ScheduleExpression")),
            Map.entry("EventBridgeRule", List.of("rule", "EventBusName")),
            Map.entry("CloudWatchEvent", List.of("rule", "EventBusName")),
            Map.entry("CloudWatchLogs", List.of("log group", "LogGroupName")),
            Map.entry("MSK", List.of("Kafka topic", "Topics")),
            Map.entry("SelfManagedKafka", List.of("Kafka topic", "Topics")),
            Map.entry("MQ", List.of("message broker", "Broker")),
            Map.entry("DocumentDB", List.of("change stream", "Cluster")),
            Map.entry("Cognito", List.of("user pool", "UserPool")), Map.entry("IoTRule", List.of("IoT rule", "Sql")),
            Map.entry("AlexaSkill", List.of("Alexa skill", "SkillId")));

    /// @param properties of the function, with `Globals` under them
    void read(Resource resource, TemplateFunction function, Node.Table properties) {
        Values.table(properties, "Events").entries().forEach((id, node) -> {
            if (node instanceof Node.Table event) event(function, id, Values.string(event, "Type").orElse(""),
                    Values.table(event, "Properties"));
        });
        if (Values.has(properties, "FunctionUrlConfig"))
            url(function, resource.logicalId() + "Url", Values.table(properties, "FunctionUrlConfig"));
    }

    private void event(TemplateFunction function, String id, String type, Node.Table event) {
        switch (type) {
            case "Api" -> {
                var api = restApi(Values.string(event, "RestApiId"));
                if (Values.has(event, "Auth", "Authorizer") || Values.has(event, "Auth", "ApiKeyRequired"))
                    api.unenforced.add("authorizers");
                api.add(Values.string(event, "Method").orElse("ANY"), Values.string(event, "Path").orElse("/"),
                        function, event.at());
            }
            case "HttpApi" -> {
                var api = httpApi(Values.string(event, "ApiId"));
                if (Values.has(event, "Auth", "Authorizer")) api.unenforced.add("authorizers");
                boolean first = Values.string(event, "PayloadFormatVersion").filter("1.0"::equals).isPresent();
                var path = Values.string(event, "Path");
                api.add(Values.string(event, "Method").orElse("ANY"), path.orElse("$default"), function,
                        first ? PayloadFormat.HTTP_API_V1 : PayloadFormat.HTTP_API, event.at());
            }
            default -> {
                var source = SOURCES.getOrDefault(type, List.of(type.isEmpty() ? "event" : type, ""));
                var names = Values.strings(event, source.getLast()).stream()
                        .map(name -> source.getFirst().equals("schedule") ? name : stack.name(name)).toList();
                function.addEvent(source.getFirst(), names.isEmpty() ? id : String.join(", ", names));
            }
        }
    }

    private TemplateApi restApi(Optional<String> reference) {
        var api = stack.referredTo(reference);
        if (api.isEmpty()) return draft.api("ServerlessRestApi",
                () -> new TemplateApi("ServerlessRestApi", PayloadFormat.REST_API, Optional.of("Prod")));
        return draft.api(api.get().logicalId(), () -> new TemplateApi(api.get().logicalId(), PayloadFormat.REST_API,
                Values.string(stack.properties(api.get(), "Api"), "StageName")));
    }

    private TemplateApi httpApi(Optional<String> reference) {
        var api = stack.referredTo(reference);
        if (api.isEmpty()) return draft.api("ServerlessHttpApi",
                () -> new TemplateApi("ServerlessHttpApi", PayloadFormat.HTTP_API, Optional.empty()));
        return draft.api(api.get().logicalId(), () -> new TemplateApi(api.get().logicalId(), PayloadFormat.HTTP_API,
                Values.string(stack.properties(api.get(), "HttpApi"), "StageName")));
    }

    /// A function URL: every path under `/lambda-url/NAME`, and of the host `NAME.localhost`.
    void url(TemplateFunction function, String id, Node.Table url) {
        var api = draft.api(id, () -> new TemplateApi(id, PayloadFormat.FUNCTION_URL, Optional.empty()));
        api.basePath = smyth.route.Api.functionUrl(function.name).basePath();
        var mode = Values.string(url, "InvokeMode").filter("RESPONSE_STREAM"::equals).isPresent()
                ? InvokeMode.RESPONSE_STREAM
                : InvokeMode.BUFFERED;
        api.add(new TemplateApi.Route("ANY", "$default", function.name, PayloadFormat.FUNCTION_URL, mode,
                url.at()));
        if (Values.string(url, "AuthType").filter("AWS_IAM"::equals).isPresent()) api.unenforced.add("authorizers");
        if (Values.has(url, "Cors")) api.unenforced.add("CORS");
    }
}
