import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// JBang's `//NAME value` lines of a script: the one place where a library's version or Smyth's own is written.
record Directives(Path script, List<String> lines) {
    private static final Pattern LINE = Pattern.compile("^//[A-Z_]+ .*");
    private static final Pattern COORDINATE = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.-]+");

    static Directives of(Path script) throws IOException {
        try (Stream<String> lines = Files.lines(script)) {
            return new Directives(script, lines.filter(LINE.asMatchPredicate()).toList());
        }
    }

    /// The words of all lines of that name.
    List<String> words(String name) {
        return lines.stream().filter(line -> line.startsWith("//" + name + " "))
                .flatMap(line -> Stream.of(line.substring(name.length() + 3).strip().split("\\s+"))).toList();
    }

    /// The libraries, as `group:artifact:version`. Scripts among the `//DEPS` are left out.
    List<String> libraries() {
        return words("DEPS").stream().filter(COORDINATE.asMatchPredicate()).toList();
    }

    /// The text of the only line of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    String text(String name) {
        return String.join(" ", required(name, words(name)));
    }

    /// A value of `//MANIFEST`, as in `Implementation-Version=0.1.0`.
    ///
    /// @throws IllegalArgumentException when the script does not have it
    String manifest(String key) {
        return required("MANIFEST " + key, words("MANIFEST").stream().filter(word -> word.startsWith(key + "="))
                .map(word -> word.substring(key.length() + 1)).toList()).getFirst();
    }

    private List<String> required(String what, List<String> found) {
        if (found.isEmpty()) throw new IllegalArgumentException(script + " has no line //" + what);
        return found;
    }
}
