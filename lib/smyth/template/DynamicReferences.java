package smyth.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import smyth.tree.Position;

/// `{{resolve:ssm:/name}}` and `{{resolve:secretsmanager:name:SecretString:key}}` in a string: what AWS keeps outside
/// of the template.
final class DynamicReferences {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{resolve:([a-z-]+):([^{}]+)}}");
    private static final Pattern VERSION = Pattern.compile(":\\d+$");

    private DynamicReferences() {}

    static boolean isIn(String text) {
        return text.contains("{{resolve:");
    }

    static String filled(String text, Position at, Evaluation evaluation) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            boolean isSecret = found.group(1).equals("secretsmanager");
            var path = isSecret ? found.group(2) : VERSION.matcher(found.group(2)).replaceFirst("");
            var name = (isSecret ? "secretsmanager:" : "ssm:") + path;
            return Matcher.quoteReplacement(evaluation.findings().unknown(name, at,
                    () -> isSecret ? secret(path) : new StandIns(evaluation.settings()).guess(path)));
        });
    }

    /// @param path `name:SecretString:key:stage:id`, or less of it; the name may be an ARN
    private static String secret(String path) {
        var parts = path.split(":SecretString", 2);
        var key = parts.length == 2 ? parts[1].replaceFirst("^:", "").replaceFirst(":.*", "") : "";
        return "local-" + (key.isEmpty() ? parts[0].replaceFirst("^.*[:/]", "") : key);
    }
}
