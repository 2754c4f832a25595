import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The `jbang-catalog.json` that makes `jbang smyth@...` run a release: coordinates, and how to start them.
///
/// @param repositories where JBang looks, in this order; empty for Maven Central alone
record Catalog(Artifact smyth, Directives script, String mainClass, List<String> repositories) {
    void write(Path file) throws IOException {
        Files.writeString(file, """
                {
                  "aliases": {
                    "smyth": {
                      "script-ref": %s,
                      "description": %s,%s
                      "java": %s,
                      "main": %s,
                      "runtime-options": %s,
                      "cds": true
                    }
                  }
                }
                """.formatted(quoted(smyth.coordinates()), quoted(smyth.description()),
                repositories.isEmpty() ? "" : "\n      \"repositories\": " + list(repositories) + ",",
                quoted(script.text("JAVA")), quoted(mainClass), list(script.words("RUNTIME_OPTIONS"))));
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values.stream().map(Catalog::quoted).toList()) + "]";
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
