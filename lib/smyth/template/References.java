package smyth.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.tree.Node;

/// The way back from a value, such as an API's id or a function's ARN, to the resource that it names.
public final class References {
    private final Map<String, List<Resource>> byValue = new HashMap<>();
    private final Map<String, List<Resource>> byId = new HashMap<>();

    private References() {}

    /// @param settings with which the template was resolved
    public static References of(Resolved resolved, Settings settings) {
        var references = new References();
        var standIns = new StandIns(settings);
        for (var resource : resolved.resources().values()) {
            var id = resource.logicalId();
            references.byId.put(id, List.of(resource));
            for (var attribute : ResourceForms.attributes(resource.type())) {
                var known = settings.known().get(attribute.equals("Ref") ? id : id + "." + attribute);
                var value = known != null ? known
                        : ResourceForms.value(id, resource.type(), name(resource), attribute,
                                standIns).text();
                references.byValue.computeIfAbsent(value, _ -> new ArrayList<>()).add(resource);
            }
        }
        return references;
    }

    private static ResourceForms.Name name(Resource resource) {
        var properties = resource.properties();
        var given = ResourceForms.nameProperty(resource.type(), properties)
                .flatMap(key -> properties.get(key)).flatMap(Node::string).filter(name -> !name.isBlank());
        var function = properties.get("FunctionName").or(() -> properties.get("TargetFunctionArn"))
                .flatMap(Node::string).filter(_ -> ResourceForms.hasFunction(resource.type()));
        return ResourceForms.name(resource.logicalId(), resource.type(), properties, given, function.orElse(""));
    }

    /// The resource whose `Ref` or attribute the value is, or whose logical id.
    ///
    /// @param types the resource is of one of them, `AWS::Serverless::Api`
    public Optional<Resource> resource(String value, String... types) {
        return first(byValue.get(value), types).or(() -> first(byId.get(value), types));
    }

    private static Optional<Resource> first(List<Resource> resources, String... types) {
        return Optional.ofNullable(resources).stream().flatMap(List::stream)
                .filter(resource -> List.of(types).contains(resource.type())).findFirst();
    }
}
