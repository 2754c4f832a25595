package smyth.classpath;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What came of a build.
public sealed interface BuildResult {
    /// The files, and folders with all that is below them, whose change asks for another build. Some may not exist yet.
    Set<Path> watched();

    /// @param classpath      what the handler's class loader gets, in this order; stays as it is while it is in use
    /// @param runtimeOptions what the project wants on the worker's `java` command line (`//RUNTIME_OPTIONS`)
    record Built(List<Path> classpath, List<String> runtimeOptions, Set<Path> watched) implements BuildResult {
        public Built {
            classpath = List.copyOf(classpath);
            runtimeOptions = List.copyOf(runtimeOptions);
            watched = Set.copyOf(watched);
        }
    }

    /// @param message     for people, ready to print, several lines
    /// @param diagnostics what the compiler said, or what is wrong at a place in a file; may be empty
    record Failed(String message, List<Diagnostic> diagnostics, Set<Path> watched) implements BuildResult {
        public Failed {
            diagnostics = List.copyOf(diagnostics);
            watched = Set.copyOf(watched);
        }
    }
}
