package smyth.template;

import smyth.tree.Node;

/// A value as JSON without spaces.
final class JsonText {
    private JsonText() {}

    static String of(Node node) {
        var out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(Node node, StringBuilder out) {
        switch (node) {
            case Node.Table(_, var entries) -> {
                out.append('{');
                entries.forEach((key, value) -> {
                    if (out.charAt(out.length() - 1) != '{') out.append(',');
                    quote(key, out);
                    out.append(':');
                    write(value, out);
                });
                out.append('}');
            }
            case Node.Items(_, var nodes) -> {
                out.append('[');
                for (int i = 0; i < nodes.size(); i++) {
                    if (i > 0) out.append(',');
                    write(nodes.get(i), out);
                }
                out.append(']');
            }
            case Node.Scalar(_, Boolean value, _) -> out.append(value);
            case Node.Scalar(_, Number value, _) -> out.append(value);
            case Node.Scalar(_, _, var written) -> quote(written, out);
            case Node.Nothing _ -> out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        out.append('"');
    }
}
