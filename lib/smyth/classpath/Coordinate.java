package smyth.classpath;

import java.nio.file.Path;

/// A dependency as people write it: `group:artifact:version`, then `:classifier` and `@type` where needed.
///
/// @param text `group:artifact[:version][:classifier][@type]`
/// @param file that it is written in
/// @param line from 1; 0 when it is not known
record Coordinate(String text, Path file, int line) {
    Diagnostic error(String message) {
        return Diagnostic.error(file, line, message, "");
    }

    boolean mayChange() {
        return text.contains("-SNAPSHOT") || version().endsWith("+") || version().matches("[\\[(].*")
                || version().matches("LATEST|RELEASE");
    }

    String group() {
        return part(0);
    }

    String artifact() {
        return part(1);
    }

    /// "" when a BOM is to say it.
    String version() {
        return part(2);
    }

    String classifier() {
        return part(3);
    }

    String type() {
        int at = text.indexOf('@');
        return at < 0 ? "jar" : text.substring(at + 1);
    }

    private String part(int index) {
        var parts = text.replaceFirst("@.*", "").split(":");
        return index < parts.length ? parts[index] : "";
    }
}
