package smyth.template;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import smyth.tree.Node;

/// An intrinsic function.
///
/// @param form        how it is written, for messages
/// @param isExtension whether the template has to say `Transform: AWS::LanguageExtensions`
record Intrinsic(String form, boolean isExtension, Function<Call, Optional<Node>> work) {
    private static final Map<String, Intrinsic> ALL = Map.ofEntries(
            Map.entry("Ref", of("Ref: Name", Ref::apply)),
            Map.entry("Fn::GetAtt", of("Fn::GetAtt: [Resource, Attribute]", GetAtt::apply)),
            Map.entry("Fn::Sub", of("Fn::Sub: string, or Fn::Sub: [string, {Name: value}]", Sub::apply)),
            Map.entry("Fn::Join", of("Fn::Join: [delimiter, [values]]", Strings::join)),
            Map.entry("Fn::Split", of("Fn::Split: [delimiter, string]", Strings::split)),
            Map.entry("Fn::Select", of("Fn::Select: [index, [values]]", Strings::select)),
            Map.entry("Fn::Base64", of("Fn::Base64: string", Strings::base64)),
            Map.entry("Fn::FindInMap", of("Fn::FindInMap: [map, key, key]", FindInMap::apply)),
            Map.entry("Fn::If", of("Fn::If: [condition, value, value]", If::apply)),
            Map.entry("Fn::ImportValue", of("Fn::ImportValue: name", ImportValue::apply)),
            Map.entry("Fn::GetAZs", of("Fn::GetAZs: region", GetAzs::apply)),
            Map.entry("Fn::Cidr", of("Fn::Cidr: [block, count, bits]", Cidr::apply)),
            Map.entry("Fn::Transform", of("Fn::Transform: {Name: MACRO, Parameters: {...}}", Transforms::apply)),
            Map.entry("Fn::Length", new Intrinsic("Fn::Length: [values]", true, Strings::length)),
            Map.entry("Fn::ToJsonString", new Intrinsic("Fn::ToJsonString: {...}", true, Strings::toJson)));

    private static Intrinsic of(String form, Function<Call, Optional<Node>> work) {
        return new Intrinsic(form, false, work);
    }

    static Map<String, Intrinsic> all() {
        return ALL;
    }

    /// Whether a table with this as its only key is a call, of whatever function.
    static boolean isCall(String key) {
        return key.equals("Ref") || key.startsWith("Fn::") && !key.startsWith("Fn::ForEach::");
    }
}
