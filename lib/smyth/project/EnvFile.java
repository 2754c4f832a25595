package smyth.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import smyth.config.Problem;
import smyth.tree.Node;
import smyth.tree.Position;

/// The text of an env file, read as python-dotenv reads it: `export`, comments, and quoted values that may have
/// several lines.
///
/// `${NAME}` is left as it is written.
final class EnvFile {
    private static final Pattern NOTHING = Pattern.compile("\\s*(?:#[^\\n]*)?\\n");
    private static final Pattern ENTRY = Pattern.compile("""
            [ \\t]*(?:export[ \\t]+)?(?<name>[^\\s=#'"]+)[ \\t]*=[ \\t]*\
            (?:'(?<single>[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|"(?<double>[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+)"|(?<plain>(?!['"])[^\\n]*?))\
            [ \\t]*(?:(?<=[ \\t])#[^\\n]*)?\\n""", Pattern.DOTALL);
    private static final Pattern OPEN_QUOTE = Pattern.compile("[^\\n=]*=[ \\t]*(?<quote>['\"])[^\\n]*");
    private static final Pattern SINGLE_ESCAPE = Pattern.compile("\\\\([\\\\'])");
    private static final Pattern DOUBLE_ESCAPE = Pattern.compile("\\\\([\\\\'\"$nrt])");

    private EnvFile() {}

    /// The variables, in the order of the file; the last one counts where a name appears twice.
    ///
    /// @param problems takes what is wrong, with the line and never with a value
    static Node.Table parse(Path file, String text, List<Problem> problems) {
        var values = new LinkedHashMap<String, Node>();
        var rest = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n") + "\n";
        var nothing = NOTHING.matcher(rest);
        var entry = ENTRY.matcher(rest);
        for (int at = 0, line = 1, end; at < rest.length(); line += newlines(rest, at, end), at = end) {
            if (nothing.region(at, rest.length()).lookingAt()) {
                end = nothing.end();
            } else if (entry.region(at, rest.length()).useTransparentBounds(true).lookingAt()) {
                end = entry.end();
                values.put(entry.group("name"), new Node.Scalar(new Position(file, line, 1), value(entry)));
            } else {
                end = rest.indexOf('\n', at) + 1;
                problems.add(new Problem(file, line, "",
                        OPEN_QUOTE.matcher(rest.substring(at, end - 1)).matches() ? "the quotes do not match"
                                : "this is not NAME=value"));
            }
        }
        return new Node.Table(Position.of(file), values);
    }

    private static String value(MatchResult entry) {
        if (entry.group("single") != null) return SINGLE_ESCAPE.matcher(entry.group("single")).replaceAll("$1");
        if (entry.group("double") == null) return entry.group("plain");
        return DOUBLE_ESCAPE.matcher(entry.group("double")).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> "\\" + escape.group(1); // quoted for replaceAll
        });
    }

    private static int newlines(String text, int from, int to) {
        return (int) text.substring(from, to).chars().filter(character -> character == '\n').count();
    }
}
