package smyth.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.tree.Node;

/// What `Ref` and `Fn::GetAtt` give for each type of resource, in the form that AWS gives it.
final class ResourceForms {
    private static final Map<String, Form> FORMS = new HashMap<>();

    static {
        for (var text : List.of(DataForms.TEXT, EventForms.TEXT, ApiForms.TEXT, AccountForms.TEXT))
            FORMS.putAll(Form.read(text));
    }

    private ResourceForms() {}

    /// How a resource is called.
    ///
    /// @param isGiven  whether the template says so, or Smyth decides: AWS would call it the same
    /// @param function for a version, an alias or a URL: the function's name
    record Name(String value, boolean isGiven, String function) {}

    /// @param isCertain whether AWS would give the same
    record Value(String text, boolean isCertain) {}

    /// The property that holds the name of a resource, if it is there.
    static Optional<String> nameProperty(String type, Node.Table properties) {
        var form = FORMS.get(type);
        var names = form != null ? List.of(form.nameProperty()) : List.of(lastPart(type) + "Name", "Name");
        return names.stream().filter(name -> properties.entries().containsKey(name)).findFirst();
    }

    static boolean hasFunction(String type) {
        return type.equals("AWS::Lambda::Version") || type.equals("AWS::Lambda::Alias")
                || type.equals("AWS::Lambda::Url");
    }

    /// @param given    what the template says, if it does
    /// @param function the function's name or ARN, where [#hasFunction]
    static Name name(String logicalId, String type, Node.Table properties, Optional<String> given, String function) {
        var form = FORMS.get(type);
        boolean isFifo = List.of("FifoQueue", "FifoTopic").stream()
                .anyMatch(key -> properties.get(key).flatMap(Node::string).filter("true"::equals).isPresent());
        return new Name(given.orElse(isFifo ? logicalId + ".fifo" : logicalId),
                given.isPresent() || form != null && form.isOurs(), function.replaceFirst("^arn:.*:function:", ""));
    }

    /// @param attribute `Ref`, or one of `Fn::GetAtt`
    static Value value(String logicalId, String type, Name name, String attribute, StandIns standIns) {
        var seed = standIns.settings().stackName() + "/" + logicalId;
        var pattern = Optional.ofNullable(FORMS.get(type)).flatMap(form -> form.pattern(attribute))
                .map(text -> text.replace("{function}", name.function));
        if (pattern.isEmpty()) return new Value(generic(logicalId, type, name, attribute, standIns), false);
        boolean followsName = pattern.get().contains("{name}") || pattern.get().contains("{small}");
        boolean isCertain = followsName && name.isGiven
                || !name.function.isEmpty() && pattern.get().contains(":function:") && !followsName;
        return new Value(standIns.fill(pattern.get(), name.value, seed),
                isCertain && !StandIns.isChosenByAws(pattern.get()));
    }

    /// Each attribute of a type of which the form is known, `Ref` among them.
    static List<String> attributes(String type) {
        return Optional.ofNullable(FORMS.get(type)).map(form -> List.copyOf(form.patterns().keySet()))
                .orElse(List.of("Ref"));
    }

    private static String generic(String logicalId, String type, Name name, String attribute, StandIns standIns) {
        if (attribute.equals("Ref")) return name.value;
        var seed = standIns.settings().stackName() + "/" + logicalId;
        var last = attribute.replaceFirst("^.*\\.", "");
        if (attribute.startsWith("Outputs.") || type.startsWith("Custom::")
                || type.equals("AWS::CloudFormation::CustomResource"))
            return standIns.fill(NameGuess.pattern(last), last, seed + "/" + attribute);
        if (last.toLowerCase().endsWith("arn")) return standIns.fill("arn:{partition}:" + service(type)
                + ":{region}:{account}:" + lastPart(type).toLowerCase() + "/{name}", name.value, seed);
        var pattern = NameGuess.pattern(last);
        return standIns.fill(pattern, pattern.equals("{name}") ? name.value + "-" + last : name.value, seed);
    }

    private static String service(String type) {
        var parts = type.split("::");
        return parts.length > 1 ? parts[1].toLowerCase() : "resource";
    }

    private static String lastPart(String type) {
        return type.substring(type.lastIndexOf(':') + 1);
    }
}
