package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The text of a JSON string, found in the payload without a parser: a body of megabytes never becomes a String on its
/// way. Made for the benchmark WarmInvoke and its large payload; a parser's `getString` would be right, and slower.
final class JsonString {
    private JsonString() {}

    /// The text as UTF-8.
    ///
    /// @param json  known to be valid JSON
    /// @param quote where the string's opening quote is
    static byte[] text(byte[] json, int quote) {
        var text = new byte[json.length - quote];
        int length = 0;
        for (int i = quote + 1; json[i] != '"'; i++) {
            byte next = json[i];
            if (next != '\\') {
                text[length++] = next;
                continue;
            }
            next = json[++i];
            switch (next) {
                case 'b' -> text[length++] = '\b';
                case 'f' -> text[length++] = '\f';
                case 'n' -> text[length++] = '\n';
                case 'r' -> text[length++] = '\r';
                case 't' -> text[length++] = '\t';
                case 'u' -> {
                    var units = new StringBuilder(2).append(unit(json, i + 1));
                    i += 4;
                    if (Character.isHighSurrogate(units.charAt(0)) && json[i + 1] == '\\' && json[i + 2] == 'u') {
                        units.append(unit(json, i + 3));
                        i += 6;
                    }
                    for (byte b : units.toString().getBytes(UTF_8)) text[length++] = b;
                }
                default -> text[length++] = next; // quote, backslash, slash
            }
        }
        return Arrays.copyOf(text, length);
    }

    private static char unit(byte[] json, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) unit = unit << 4 | Character.digit(json[i], 16);
        return (char) unit;
    }
}
