package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import smyth.classpath.Diagnostic;

/// Why a script cannot run: what its language's own check said.
///
/// @param message     for people, several lines
/// @param diagnostics the place in a file; empty when there is none
record CheckFailure(String message, List<Diagnostic> diagnostics) {
    static CheckFailure of(String message) {
        return new CheckFailure(message, List.of());
    }

    /// @param folder of the configuration
    static CheckFailure at(Diagnostic diagnostic, Path folder) {
        return new CheckFailure(diagnostic.text(folder), List.of(diagnostic));
    }

    Built.Broken broken(Set<Path> watched) {
        return new Built.Broken(message, diagnostics, watched);
    }
}
