package smyth.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The text of a `.env` file, read as python-dotenv reads it: `export`, comments, and quoted values that may have
/// several lines.
///
/// `${NAME}` stays as it is written.
///
/// @param values   in the order of the file; of a name that stands twice the last
/// @param problems one sentence each, with the line and never with a value
record EnvFile(Map<String, String> values, List<String> problems) {
    private static final Pattern NOTHING = Pattern.compile("\\s*(?:#[^\\n]*)?\\n");
    private static final Pattern ENTRY = Pattern.compile("""
            [ \\t]*(?:export[ \\t]+)?(?<name>[^\\s=#'"]+)[ \\t]*=[ \\t]*\
            (?:'(?<single>[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|"(?<double>[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+)"|(?<plain>(?!['"])[^\\n]*?))\
            [ \\t]*(?:(?<=[ \\t])#[^\\n]*)?\\n""", Pattern.DOTALL);
    private static final Pattern OPEN_QUOTE = Pattern.compile("[^\\n=]*=[ \\t]*(?<quote>['\"])[^\\n]*");
    private static final Pattern SINGLE_ESCAPE = Pattern.compile("\\\\([\\\\'])");
    private static final Pattern DOUBLE_ESCAPE = Pattern.compile("\\\\([\\\\'\"$nrt])");

    static EnvFile parse(String text) {
        var values = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        var rest = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n") + "\n";
        var nothing = NOTHING.matcher(rest);
        var entry = ENTRY.matcher(rest);
        for (int at = 0, line = 1, end; at < rest.length(); line += newlines(rest, at, end), at = end) {
            if (nothing.region(at, rest.length()).lookingAt()) {
                end = nothing.end();
            } else if (entry.region(at, rest.length()).useTransparentBounds(true).lookingAt()) {
                end = entry.end();
                values.put(entry.group("name"), value(entry));
            } else {
                end = rest.indexOf('\n', at) + 1;
                problems.add("line " + line + " is "
                        + (OPEN_QUOTE.matcher(rest.substring(at, end - 1)).matches()
                                ? "a value whose quotes do not match"
                                : "not NAME=value"));
            }
        }
        return new EnvFile(values, problems);
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
