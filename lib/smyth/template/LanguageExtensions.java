package smyth.template;

/// What a template may use once it says `Transform: AWS::LanguageExtensions`.
final class LanguageExtensions {
    static final String NAME = "AWS::LanguageExtensions";
    static final String NEEDED = " needs the line Transform: " + NAME + " at the top level of the template; add it";

    private LanguageExtensions() {}
}
