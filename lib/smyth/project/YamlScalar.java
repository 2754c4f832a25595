package smyth.project;

import java.util.regex.Pattern;
import smyth.tree.Node;
import smyth.tree.Position;

/// A YAML value without quotes, as YAML 1.2 understands it: `yes` and `on` are strings, `012` is a number.
final class YamlScalar {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern BROKEN = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_BASE = Pattern.compile("0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}");

    private YamlScalar() {}

    static Node of(String text, Position at) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> new Node.Nothing(at);
            case "true", "True", "TRUE" -> new Node.Scalar(at, true, "true");
            case "false", "False", "FALSE" -> new Node.Scalar(at, false, "false");
            default -> "0123456789+-.".indexOf(text.charAt(0)) < 0 ? new Node.Scalar(at, text) : number(text, at);
        };
    }

    private static Node number(String text, Position at) {
        if (WHOLE.matcher(text).matches() && text.length() < 19) return new Node.Scalar(at, Long.valueOf(text), text);
        if (BROKEN.matcher(text).matches()) return new Node.Scalar(at, Double.valueOf(text), text);
        if (OTHER_BASE.matcher(text).matches())
            return new Node.Scalar(at, Long.valueOf(text.substring(2), text.charAt(1) == 'x' ? 16 : 8), text);
        return new Node.Scalar(at, text);
    }
}
