package smyth.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.route.PayloadFormat;
import smyth.template.Resource;
import smyth.tree.Node;

/// Functions behind an Application Load Balancer: `AWS::ElasticLoadBalancingV2::TargetGroup`, `ListenerRule` and
/// `Listener`.
record LoadBalancers(Stack stack, TemplateDraft draft) {
    void read() {
        stack.ofType("AWS::ElasticLoadBalancingV2::ListenerRule").stream().sorted(Comparator.comparingInt(
                rule -> Values.string(rule.properties(), "Priority").filter(text -> text.matches("\\d{1,8}"))
                        .map(Integer::valueOf).orElse(Integer.MAX_VALUE)))
                .forEach(rule -> {
                    var listener = stack.referredTo(Values.string(rule.properties(), "ListenerArn"))
                            .map(Resource::logicalId).orElse("LoadBalancer");
                    forward(listener, Values.tables(rule.properties(), "Actions"), rule.properties());
                });
        for (var listener : stack.ofType("AWS::ElasticLoadBalancingV2::Listener"))
            forward(listener.logicalId(), Values.tables(listener.properties(), "DefaultActions"),
                    new Node.Table(listener.at(), java.util.Map.of()));
    }

    private void forward(String listener, List<Node.Table> actions, Node.Table rule) {
        for (var action : actions) {
            var arns = Stream.concat(Values.string(action, "TargetGroupArn").stream(),
                    Values.tables(action, "ForwardConfig", "TargetGroups").stream()
                            .flatMap(group -> Values.string(group, "TargetGroupArn").stream()));
            arns.flatMap(arn -> stack.referredTo(Optional.of(arn)).stream()).forEach(group -> target(listener,
                    group.properties(), rule));
        }
    }

    private void target(String listener, Node.Table group, Node.Table rule) {
        var function = Values.tables(group, "Targets").stream()
                .flatMap(target -> draft.function(stack.functionName(Values.string(target, "Id"))).stream())
                .findFirst();
        if (function.isEmpty()) return;
        boolean multi = Values.tables(group, "TargetGroupAttributes").stream()
                .anyMatch(attribute -> Values.string(attribute, "Key")
                        .filter("lambda.multi_value_headers.enabled"::equals).isPresent()
                        && Values.string(attribute, "Value").filter("true"::equals).isPresent());
        var api = draft.api(listener, () -> new TemplateApi(listener, PayloadFormat.ALB, Optional.empty()));
        var methods = conditions(rule, "http-request-method", "HttpRequestMethodConfig");
        var paths = conditions(rule, "path-pattern", "PathPatternConfig");
        for (var path : paths.isEmpty() ? List.of("*") : paths)
            for (var method : methods.isEmpty() ? List.of("ANY") : methods)
                api.add(method, pattern(path), function.get(), multi ? PayloadFormat.ALB_MULTI_VALUE
                        : PayloadFormat.ALB, rule.at());
    }

    private static List<String> conditions(Node.Table rule, String field, String config) {
        var values = new ArrayList<String>();
        for (var condition : Values.tables(rule, "Conditions"))
            if (Values.string(condition, "Field").filter(field::equals).isPresent()) {
                values.addAll(Values.strings(condition, "Values"));
                values.addAll(Values.strings(condition, config, "Values"));
            }
        return values;
    }

    /// `*` stands for anything, slashes too.
    private static String pattern(String path) {
        if (path.equals("*") || path.equals("/*")) return "$default";
        var pattern = new StringBuilder();
        int count = 0;
        for (var character : path.toCharArray())
            if (character == '*') pattern.append("{any").append(++count).append(":path}");
            else pattern.append(character);
        return pattern.toString();
    }
}
