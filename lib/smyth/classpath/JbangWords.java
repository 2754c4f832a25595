package smyth.classpath;

import static java.util.regex.Pattern.compile;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts what follows a directive into words, and replaces `${name:default}` in them.
///
/// @param env    for `${env.NAME}`
/// @param system properties, for `${name}`
record JbangWords(Map<String, String> env, Properties system) {
    private static final Pattern PROPERTY = compile("\\$\\{([^}:]+)(?::([^}]*))?}");
    private static final Pattern WORDS = compile("[^\\s\"']+|\"([^\"]*)\"|'([^']*)'");
    private static final Pattern ITEMS = compile("[^\\s;,\"']+|\"([^\"]*)\"|'([^']*)'");

    /// Separated by spaces; a quoted word may hold some.
    List<String> words(String written, Consumer<String> problem) {
        return cut(WORDS, written, problem);
    }

    /// Separated by spaces, commas or semicolons.
    List<String> items(String written, Consumer<String> problem) {
        return cut(ITEMS, written, problem);
    }

    private List<String> cut(Pattern pattern, String written, Consumer<String> problem) {
        return pattern.matcher(PROPERTY.matcher(written).replaceAll(property -> value(property, problem))).results()
                .map(word -> word.group(1) != null ? word.group(1)
                        : word.group(2) != null ? word.group(2) : word.group())
                .toList();
    }

    private String value(MatchResult property, Consumer<String> problem) {
        var name = property.group(1);
        var value = name.startsWith("env.") ? env.get(name.substring(4)) : system.getProperty(name);
        if (value == null) value = property.group(2);
        if (value == null)
            problem.accept(property.group() + " has no value; write a default: ${" + name + ":default}");
        return Matcher.quoteReplacement(value == null ? property.group() : value);
    }
}
