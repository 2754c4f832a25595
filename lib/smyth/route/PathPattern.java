package smyth.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path with variables, in Starlette's spelling (`{id}`, `{id:int}`, `{path:path}`) or API Gateway's (`{id}`,
/// `{proxy+}`).
///
/// `{path:path}` may be empty, as in Starlette; `{proxy+}` takes at least one character, as in API Gateway.
public final class PathPattern {
    /// Matches every path: the `$default` route.
    public static final PathPattern DEFAULT = new PathPattern("$default", Pattern.compile(".*", Pattern.DOTALL),
            Map.of());

    private static final Pattern VARIABLE = Pattern
            .compile("\\{([a-zA-Z_][a-zA-Z0-9_.-]*)(?:(\\+)|:([a-zA-Z_][a-zA-Z0-9_]*))?\\}");
    private static final Map<String, String> CONVERTORS = Map.of("str", "[^/]+", "path", ".*", "int", "[0-9]+", "float",
            "[0-9]+(?:\\.[0-9]+)?",
            "uuid", "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");

    private final String template;
    private final Pattern regex;
    private final Map<String, Integer> groups;

    private PathPattern(String template, Pattern regex, Map<String, Integer> groups) {
        this.template = template;
        this.regex = regex;
        this.groups = groups;
    }

    /// @param text a path, or `$default`, API Gateway's word for every path
    /// @throws IllegalArgumentException with a sentence for the user when `text` is not a path pattern
    public static PathPattern parse(String text) {
        if (text.equals(DEFAULT.template)) return DEFAULT;
        var path = text.startsWith("/") ? text : "/" + text;
        var regex = new StringBuilder();
        var template = new StringBuilder();
        var groups = new LinkedHashMap<String, Integer>();
        var variable = VARIABLE.matcher(path);
        int end = 0;
        while (variable.find()) {
            literal(path.substring(end, variable.start()), text, regex, template);
            var name = variable.group(1);
            var convertor = variable.group(3) == null ? "str" : variable.group(3);
            if (!CONVERTORS.containsKey(convertor))
                throw new IllegalArgumentException("unknown converter '" + convertor + "' in " + text
                        + "; use str, int, float, uuid or path");
            if (groups.put(name, groups.size() + 1) != null)
                throw new IllegalArgumentException("the variable {" + name + "} appears twice in " + text);
            boolean greedy = variable.group(2) != null || convertor.equals("path");
            regex.append('(').append(variable.group(2) != null ? ".+" : CONVERTORS.get(convertor)).append(')');
            template.append('{').append(name).append(greedy ? "+}" : "}");
            end = variable.end();
        }
        literal(path.substring(end), text, regex, template);
        return new PathPattern(template.toString(), Pattern.compile(regex.toString(), Pattern.DOTALL), groups);
    }

    private static void literal(String part, String whole, StringBuilder regex, StringBuilder template) {
        if (part.contains("{") || part.contains("}"))
            throw new IllegalArgumentException(
                    "invalid path variable in " + whole + "; write {name}, {name:path} or {name+}");
        if (part.contains("?") || part.contains("#"))
            throw new IllegalArgumentException("a path must not contain ? or #: " + whole);
        if (!part.isEmpty()) regex.append(Pattern.quote(part));
        template.append(part);
    }

    /// The values of the variables in `rawPath`, percent-encoded as it was sent; empty when the whole path does not
    /// match.
    ///
    /// Matching looks at the decoded path, as Starlette does: `%6Frders` is `orders`, and `%2F` is a slash, which
    /// `{id}` does not match.
    Optional<Map<String, String>> match(String rawPath) {
        var path = DecodedPath.of(rawPath);
        var matcher = regex.matcher(path.text());
        if (!matcher.matches()) return Optional.empty();
        var values = new LinkedHashMap<String, String>();
        groups.forEach((name, group) -> values.put(name,
                rawPath.substring(path.offsets()[matcher.start(group)], path.offsets()[matcher.end(group)])));
        return Optional.of(values);
    }

    /// The path as API Gateway writes it in a route key: `/orders/{path+}`.
    public String template() {
        return template;
    }

    boolean isDefault() {
        return this == DEFAULT;
    }

    /// Less than 0 when API Gateway would ask this path before the other one: literal text before a variable, a
    /// variable before one that takes the rest, and `$default` last.
    int compareSpecificity(PathPattern other) {
        if (isDefault() || other.isDefault()) return Boolean.compare(isDefault(), other.isDefault());
        var mine = template.split("/", -1);
        var theirs = other.template.split("/", -1);
        for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
            int difference = Integer.compare(freedom(mine[i]), freedom(theirs[i]));
            if (difference != 0) return difference;
        }
        return 0;
    }

    private static int freedom(String segment) {
        if (segment.contains("+}")) return 2;
        return segment.contains("{") ? 1 : 0;
    }

    /// A path that matches, to try it with: `/orders/1`, `/`.
    public String example() {
        if (isDefault()) return "/";
        return template.replaceAll("/?\\{[^}]*\\+\\}", "/hello").replaceAll("\\{[^}]*\\}", "1");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && template.equals(pattern.template)
                && regex.pattern().equals(pattern.regex.pattern());
    }

    @Override
    public int hashCode() {
        return regex.pattern().hashCode();
    }

    @Override
    public String toString() {
        return template;
    }
}
