package smyth.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import smyth.config.Problem;
import smyth.tree.Position;

/// What an evaluation finds on its way: problems, values that only AWS knows, and the place where it is.
final class Findings {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int MOST_PROBLEMS = 100;

    private final Map<String, String> known;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private Map<String, Unknown> unknowns = new LinkedHashMap<>(); // by name and place
    private Deque<String> path = new ArrayDeque<>();

    /// @param known by the name of an [Unknown]
    Findings(Map<String, String> known) {
        this.known = known;
    }

    /// A value, and what is unknown in it.
    record Captured<T>(T value, List<Unknown> unknowns) {}

    void enter(String key) {
        path.addLast(key);
    }

    void leave() {
        path.removeLast();
    }

    List<String> path() {
        return List.copyOf(path);
    }

    /// Works out a value that belongs to another place, which then says for itself what is unknown there.
    <T> Captured<T> elsewhere(List<String> place, Supplier<T> value) {
        var pathHere = path;
        var unknownsHere = unknowns;
        path = new ArrayDeque<>(place);
        unknowns = new LinkedHashMap<>();
        try {
            return new Captured<>(value.get(), List.copyOf(unknowns.values()));
        } finally {
            path = pathHere;
            unknowns = unknownsHere;
        }
    }

    /// What was unknown in a value is unknown here, where the value is used.
    void usedHere(List<Unknown> found, Position at) {
        for (var unknown : found) add(unknown.name(), unknown.value(), at, unknown.remedy());
    }

    void problem(Position at, String message) {
        if (problems.size() < MOST_PROBLEMS)
            problems.add(new Problem(at.file(), at.line(), String.join(".", path), message));
    }

    /// The value that the user gave, else the stand-in, which is listed then.
    String unknown(String name, Position at, Supplier<String> standIn) {
        var written = BARE_KEY.matcher(name).matches() ? name : "\"" + name + "\"";
        return unknown(name, at, standIn, "write " + written + " = \"VALUE\" under [unknown] in smyth.toml");
    }

    String unknown(String name, Position at, Supplier<String> standIn, String remedy) {
        var given = known.get(name);
        if (given != null) return given;
        var value = standIn.get();
        add(name, value, at, remedy);
        return value;
    }

    private void add(String name, String value, Position at, String remedy) {
        var place = String.join(".", path);
        unknowns.putIfAbsent(name + " " + place, new Unknown(name, value, at, place, remedy));
    }

    /// What the user says about it.
    String known(String name) {
        return known.get(name);
    }

    List<Unknown> unknowns() {
        return List.copyOf(unknowns.values());
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
