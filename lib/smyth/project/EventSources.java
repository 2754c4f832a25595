package smyth.project;

import java.util.Optional;
import smyth.template.Resource;
import smyth.tree.Node;

/// What invokes the functions of plain CloudFormation beside HTTP requests: queues, streams, schedules, rules, topics,
/// buckets.
record EventSources(Stack stack, TemplateDraft draft) {
    void read() {
        for (var mapping : stack.ofType("AWS::Lambda::EventSourceMapping")) mapping(mapping.properties());
        for (var rule : stack.ofType("AWS::Events::Rule")) {
            var schedule = Values.string(rule.properties(), "ScheduleExpression");
            for (var target : Values.tables(rule.properties(), "Targets"))
                add(Values.string(target, "Arn"), schedule.isPresent() ? "schedule" : "rule",
                        schedule.orElse(rule.logicalId()));
        }
        for (var schedule : stack.ofType("AWS::Scheduler::Schedule"))
            add(Values.string(schedule.properties(), "Target", "Arn"), "schedule",
                    Values.string(schedule.properties(), "ScheduleExpression").orElse(schedule.logicalId()));
        for (var subscription : stack.ofType("AWS::SNS::Subscription"))
            if (Values.string(subscription.properties(), "Protocol").filter("lambda"::equals).isPresent())
                add(Values.string(subscription.properties(), "Endpoint"), "topic",
                        Values.string(subscription.properties(), "TopicArn").map(stack::name)
                                .orElse(subscription.logicalId()));
        for (var topic : stack.ofType("AWS::SNS::Topic"))
            for (var subscription : Values.tables(topic.properties(), "Subscription"))
                if (Values.string(subscription, "Protocol").filter("lambda"::equals).isPresent())
                    add(Values.string(subscription, "Endpoint"), "topic", topic.logicalId());
        for (var bucket : stack.ofType("AWS::S3::Bucket"))
            for (var notice : Values.tables(bucket.properties(), "NotificationConfiguration", "LambdaConfigurations"))
                add(Values.string(notice, "Function"), "bucket", bucket.logicalId());
        for (var filter : stack.ofType("AWS::Logs::SubscriptionFilter"))
            add(Values.string(filter.properties(), "DestinationArn"), "log group",
                    Values.string(filter.properties(), "LogGroupName").map(stack::name).orElse(filter.logicalId()));
        for (var permission : stack.ofType("AWS::Lambda::Permission")) permission(permission);
    }

    private void mapping(Node.Table mapping) {
        var source = Values.string(mapping, "EventSourceArn");
        var topics = Values.strings(mapping, "Topics");
        var type = stack.referredTo(source).map(Resource::type).orElse("");
        var arn = source.orElse("");
        var kind = !topics.isEmpty() ? "Kafka topic"
                : type.equals("AWS::SQS::Queue") || arn.contains(":sqs:") ? "queue"
                        : arn.contains(":mq:") ? "message broker" : "stream";
        add(Values.string(mapping, "FunctionName"), kind, topics.isEmpty() ? source.map(stack::name).orElse("")
                : String.join(", ", topics));
    }

    /// Says who may invoke a function: all that is known where the other side is not in the template.
    private void permission(Resource resource) {
        var permission = resource.properties();
        var service = Values.string(permission, "Principal").orElse("").replaceFirst("[.]amazonaws[.]com$", "");
        var kind = switch (service) {
            case "s3" -> "bucket";
            case "sns" -> "topic";
            case "events", "scheduler" -> "rule";
            case "logs" -> "log group";
            case "cognito-idp" -> "user pool";
            case "iot" -> "IoT rule";
            default -> "";
        };
        var function = draft.function(stack.functionName(Values.string(permission, "FunctionName")));
        if (kind.isEmpty() || function.isEmpty() || function.get().events.stream().anyMatch(event -> event
                .kind().equals(kind) || kind.equals("rule") && event.kind().equals("schedule")))
            return;
        function.get().addEvent(kind, Values.string(permission, "SourceArn").map(stack::name).orElse(""));
    }

    private void add(Optional<String> arn, String kind, String name) {
        draft.function(stack.functionName(arn)).ifPresent(function -> function.addEvent(kind, name));
    }
}
