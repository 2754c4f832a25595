package smyth.classpath;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Says which dependency is missing, where it is named and what to do.
final class UnresolvedException extends Exception {
    private final List<Diagnostic> diagnostics;

    UnresolvedException(String message) {
        super(message);
        this.diagnostics = List.of();
    }

    UnresolvedException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(diagnostic -> diagnostic.text(Path.of("/"))).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    UnresolvedException(Path file, String message) {
        this(List.of(Diagnostic.error(file, 0, String.valueOf(message), "")));
    }

    /// What is wrong at a place in a file; empty when it is about no file, then [#getMessage] says it.
    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
