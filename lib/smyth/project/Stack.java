package smyth.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import smyth.template.Resolved;
import smyth.template.Resource;
import smyth.template.Settings;
import smyth.template.Template;
import smyth.tree.Node;

/// The resources of a template, and which of them a resolved value refers to.
///
/// @param references by the value that a reference became: the logical id of what it refers to
record Stack(Map<String, Resource> resources, Map<String, Node> globals, Map<String, String> references) {
    /// Of a resource that is added to the template: what it refers to, and as which value, tells later what a value
    /// came from.
    private static final String PROBE = "SmythReferences";
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(Map.entry("AWS::SQS::Queue", "Arn"),
            Map.entry("AWS::SNS::Topic", "TopicArn"), Map.entry("AWS::DynamoDB::Table", "StreamArn"),
            Map.entry("AWS::Kinesis::Stream", "Arn"), Map.entry("AWS::S3::Bucket", "Arn"),
            Map.entry("AWS::ApiGateway::RestApi", "RootResourceId"), Map.entry("AWS::Logs::LogGroup", "Arn"),
            Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn"),
            Map.entry("AWS::ElasticLoadBalancingV2::Listener", "ListenerArn"),
            Map.entry("AWS::Lambda::Alias", "AliasArn"), Map.entry("AWS::Lambda::Version", "FunctionArn"),
            Map.entry("AWS::Lambda::LayerVersion", "LayerVersionArn"), Map.entry("AWS::MSK::Cluster", "Arn"),
            Map.entry("AWS::Serverless::Api", "RootResourceId"));
    /// Where a stand-in makes a difference here; what wires resources to each other is found all the same.
    private static final Pattern REACHES_CODE = Pattern.compile("^(Resources[.][^.]+[.]Properties|Globals[.]Function)"
            + "[.](Environment|FunctionName|Handler|Runtime|Timeout|MemorySize|CodeUri|Code)\\b");
    private static final Pattern FUNCTION_ARN = Pattern.compile("arn:[\\w-]*:lambda:[^:]*:[^:]*:function:([\\w-]+)");

    /// @param resolved takes everything that is known of the template but these references
    static Stack of(Node.Table template, Settings settings, Consumer<Resolved> resolved) {
        var all = Template.resolve(probed(template), settings);
        var resources = new LinkedHashMap<>(all.resources());
        var probe = resources.remove(PROBE);
        var references = new LinkedHashMap<String, String>();
        if (probe != null) probe.properties().entries().forEach((key, value) -> value.string()
                .ifPresent(text -> references.putIfAbsent(text, key.replaceFirst("[.].*", ""))));
        resolved.accept(new Resolved(resources, all.globals(),
                all.unknowns().stream().filter(unknown -> REACHES_CODE.matcher(unknown.usedBy()).find()).toList(),
                all.problems().stream().filter(problem -> !problem.key().contains(PROBE)).toList()));
        return new Stack(resources, all.globals(), references);
    }

    private static Node.Table probed(Node.Table template) {
        var resources = Values.table(template, "Resources");
        var properties = new LinkedHashMap<String, Node>();
        resources.entries().forEach((id, node) -> {
            if (!(node instanceof Node.Table resource)) return;
            var type = Values.string(resource, "Type").orElse("");
            if (type.endsWith("::Function")) return;
            properties.put(id, call(resource, "Ref", id));
            var attribute = ATTRIBUTES.get(type);
            if (attribute != null) properties.put(id + "." + attribute, call(resource, "Fn::GetAtt",
                    id + "." + attribute));
        });
        if (properties.isEmpty()) return template;
        var probe = new Node.Table(template.at(), Map.of("Type", Values.scalar(template, "AWS::Smyth::References"),
                "Properties", new Node.Table(template.at(), properties)));
        var more = new LinkedHashMap<>(resources.entries());
        more.put(PROBE, probe);
        var entries = new LinkedHashMap<>(template.entries());
        entries.put("Resources", new Node.Table(resources.at(), more));
        return new Node.Table(template.at(), entries);
    }

    private static Node call(Node at, String function, String argument) {
        return new Node.Table(at.at(), Map.of(function, Values.scalar(at, argument)));
    }

    List<Resource> ofType(String... types) {
        return resources.values().stream().filter(resource -> List.of(types).contains(resource.type())).toList();
    }

    /// What a resource says, with what `Globals` says for its kind under it.
    Node.Table properties(Resource resource, String global) {
        return globals.get(global) instanceof Node.Table below ? Values.merged(below, resource.properties())
                : resource.properties();
    }

    /// The resource that a value refers to; a value may be a logical id itself.
    Optional<Resource> referredTo(Optional<String> value) {
        return value.map(text -> resources.get(references.getOrDefault(text, text)));
    }

    /// For people: the logical id of what a value refers to, else the last part of its ARN or URL.
    String name(String value) {
        return references.getOrDefault(value, value.replaceFirst("/stream/.*$", "").replaceFirst("^.*[:/](?=.)", ""));
    }

    /// The name of the function that a value holds: an ARN, a URI with an ARN in it, a name, or a reference to a
    /// version or an alias.
    Optional<String> functionName(Optional<String> value) {
        if (value.isEmpty()) return Optional.empty();
        var found = FUNCTION_ARN.matcher(value.get());
        if (found.find()) return Optional.of(found.group(1));
        var referred = referredTo(value);
        if (referred.isPresent() && referred.get().type().matches("AWS::Lambda::(Alias|Version)"))
            return functionName(Values.string(referred.get().properties(), "FunctionName"));
        return value.map(text -> text.replaceFirst(":[^:]*$", ""));
    }
}
