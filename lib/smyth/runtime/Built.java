package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.classpath.Diagnostic;
import smyth.runtimeapi.Start;

/// What a build comes to.
public sealed interface Built {
    /// The files, and folders with all that is below them, whose change asks for another build.
    Set<Path> watched();

    /// @param start empty for a worker that does not ship with Smyth
    record Runnable(Launch launch, Optional<Start> start, Set<Path> watched) implements Built {}

    /// @param message     for people, several lines
    /// @param diagnostics what of it is about a place in a file; may be empty
    record Broken(String message, List<Diagnostic> diagnostics, Set<Path> watched) implements Built {
        Broken(String message, Set<Path> watched) {
            this(message, List.of(), watched);
        }
    }
}
