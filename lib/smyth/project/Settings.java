package smyth.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;
import smyth.config.Problem;

/// One table of a configuration file, read setting by setting. What is wrong is kept as a [Problem], and reading goes
/// on as if it were not there.
final class Settings {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private final TomlTable table;
    private final String prefix;
    private final int line;
    private final List<Problem> problems;
    private final Set<String> asked = new LinkedHashSet<>();

    /// @param prefix of the keys in messages, `handlers.orders.`
    /// @param line   where the table begins, for what is missing in it
    Settings(TomlTable table, String prefix, int line, List<Problem> problems) {
        this.table = table;
        this.prefix = prefix;
        this.line = line;
        this.problems = problems;
    }

    Optional<String> text(String key) {
        return get(key, "text in quotes", value -> value instanceof String text && !text.isBlank())
                .map(String.class::cast);
    }

    /// The name that was meant; `names` is what there is, in the spelling to use.
    Optional<String> oneOf(String key, Collection<String> names) {
        return text(key).flatMap(text -> {
            var found = names.stream().filter(text::equalsIgnoreCase).findFirst();
            if (found.isEmpty())
                problem(key, quoted(text) + " is none of " + String.join(", ", names) + didYouMean(text, names));
            return found;
        });
    }

    Optional<Integer> whole(String key, int least, int most) {
        return get(key, "a whole number from " + least + " to " + most,
                value -> value instanceof Long number && number >= least && number <= most)
                .map(value -> ((Long) value).intValue());
    }

    /// A number above zero, with or without a fraction.
    Optional<Double> amount(String key, String unit, int most) {
        return get(key, "a number of " + unit + " above 0 and up to " + most,
                value -> value instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= most)
                .map(value -> ((Number) value).doubleValue());
    }

    boolean flag(String key) {
        return get(key, "true or false", value -> value instanceof Boolean).map(Boolean.class::cast).orElse(false);
    }

    List<String> texts(String key) {
        return get(key, "a list of texts, such as [\"a\", \"b\"]", Settings::isTexts).map(Settings::texts)
                .orElse(List.of());
    }

    List<String> textOrTexts(String key) {
        return get(key, "text in quotes, or a list of texts",
                value -> value instanceof String text && !text.isBlank() || isTexts(value))
                .map(Settings::texts).orElse(List.of());
    }

    /// Environment variables. Their values are never shown.
    Map<String, String> variables(String key) {
        var variables = new LinkedHashMap<String, String>();
        var inner = table(key);
        for (var name : inner.table.keySet()) {
            inner.asked.add(name);
            if (inner.table.get(List.of(name)) instanceof String value) variables.put(name, value);
            else inner.problem(name, "the value of an environment variable is text; put it in quotes");
        }
        return variables;
    }

    /// A table in this one; empty when it is missing. What stands in its place is not shown: it may be a secret.
    Settings table(String key) {
        asked.add(key);
        var value = table.get(List.of(key));
        if (value != null && !(value instanceof TomlTable))
            problem(key, "this is not a table; write [" + key(key) + "]");
        return inner(key);
    }

    Settings inner(String key) {
        return new Settings(table.get(List.of(key)) instanceof TomlTable inner ? inner : Toml.parse(""), key(key) + ".",
                line(key), problems);
    }

    /// Any value that `accepted` takes.
    Optional<Object> get(String key, String expected, Predicate<Object> accepted) {
        asked.add(key);
        var value = table.get(List.of(key));
        if (value == null) return Optional.empty();
        if (!accepted.test(value)) {
            boolean inQuotes = value instanceof String text
                    && (expected.contains("number") || expected.startsWith("true"))
                    && text.matches("[0-9.]+|true|false");
            problem(key, shown(value) + " is not " + expected + (inQuotes ? "; leave out the quotes" : ""));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    boolean has(String key) {
        return table.contains(List.of(key));
    }

    Set<String> keys() {
        return table.keySet();
    }

    Set<String> asked() {
        return asked;
    }

    void problem(String key, String message) {
        problems.add(new Problem(line(key), key(key), message));
    }

    int line(String key) {
        var position = table.inputPositionOf(List.of(key));
        return position == null ? line : position.line();
    }

    /// Everything nobody asked for is a problem.
    ///
    /// @param elsewhere keys that belong to another table, which `place` names
    void refuseOthers(Set<String> elsewhere, String place) {
        for (var key : table.keySet()) {
            if (asked.contains(key)) continue;
            problem(key, elsewhere.contains(key) ? "belongs " + place : "unknown setting" + didYouMean(key, asked));
        }
    }

    private String key(String key) {
        return prefix + (BARE_KEY.matcher(key).matches() ? key : quoted(key));
    }

    private static boolean isTexts(Object value) {
        return value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance);
    }

    private static List<String> texts(Object value) {
        if (value instanceof String text) return List.of(text);
        var texts = new ArrayList<String>();
        ((TomlArray) value).toList().forEach(text -> texts.add((String) text));
        return texts;
    }

    /// A value for a message: clipped, tables by name only.
    static String shown(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case TomlTable _ -> "a table";
            case TomlArray array when isTexts(array) ->
                clipped(texts(array).stream().map(Settings::quoted).toList().toString());
            case TomlArray _ -> "this list";
            default -> clipped(value.toString());
        };
    }

    static String quoted(String text) {
        return '"' + clipped(text.replace("\n", "\\n")) + '"';
    }

    private static String clipped(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    /// `; did you mean timeout?`, or nothing when no name is near.
    static String didYouMean(String written, Collection<String> names) {
        var nearest = names.stream().min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(1, written.length() / 3));
        var longer = names.stream()
                .filter(name -> written.length() > 2 && name.regionMatches(true, 0, written, 0, written.length()))
                .findFirst();
        return nearest.or(() -> longer).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /// How many letters are wrong, missing, too many, or swapped with their neighbour.
    private static int distance(String a, String b) {
        var cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++)
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        return cost[a.length()][b.length()];
    }
}
