package smyth.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// A function as a caller of the Lambda API names it: by name, partial ARN or ARN, with a qualifier or not.
///
/// @param region empty when the form has none
record FunctionName(String name, Optional<String> qualifier, Optional<String> region) {
    // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestSyntax, FunctionName
    static final String REGEX = "(arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:|"
            + "((([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}):)?(\\d{12}:)?))"
            + "(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
    private static final Pattern FORM = Pattern.compile(
            "(?:(?:arn:[a-zA-Z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\\d):)?(?:\\d{12}:)?)(?:function:)?"
                    + "(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");
    private static final int MAX_LENGTH = 256;

    /// Empty when `text` has no form that Lambda knows.
    static Optional<FunctionName> parse(String text) {
        var form = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !form.matches()) return Optional.empty();
        return Optional.of(new FunctionName(form.group("name"), Optional.ofNullable(form.group("qualifier")),
                Optional.ofNullable(form.group("region"))));
    }
}
