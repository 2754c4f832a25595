package smyth.cli;

import java.util.regex.Pattern;

/// Text from outside as it may go to a terminal: what would move the cursor, change the window's title or turn the
/// direction of writing is shown instead of obeyed.
///
/// What a handler prints is no such text: it is the developer's own, and keeps its colours.
final class Printable {
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

    private Printable() {}

    /// One line; `\x1b` for an escape character, `\x0a` for a line feed, `\u202e` for a character that turns the
    /// direction.
    static String line(String text) {
        return escape(text, false);
    }

    /// Several lines, as a compiler or a build tool writes them: line feeds and tabs stay, colours go.
    static String lines(String text) {
        var plain = text.indexOf('\u001b') < 0 ? text : COLOURS.matcher(text).replaceAll("");
        return escape(plain.indexOf('\r') < 0 ? plain : plain.replace("\r\n", "\n"), true);
    }

    private static String escape(String text, boolean several) {
        for (int i = 0; i < text.length(); i++)
            if (isEscaped(text.charAt(i), several)) return escape(text, several, i);
        return text; // nearly always
    }

    private static String escape(String text, boolean several, int from) {
        var escaped = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!isEscaped(character, several)) escaped.append(character);
            else escaped.append((character < 256 ? "\\x%02x" : "\\u%04x").formatted((int) character));
        }
        return escaped.toString();
    }

    private static boolean isEscaped(char character, boolean several) {
        if (several && (character == '\n' || character == '\t')) return false;
        return Character.isISOControl(character) || character >= '\u2028' && character <= '\u202e'
                || character >= '\u2066' && character <= '\u2069';
    }
}
