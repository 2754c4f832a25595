package smyth.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What came of a build.
public sealed interface BuildResult {
    /// The files, and folders with all that is below them, whose change asks for another build. Some may not exist yet.
    Set<Path> watched();

    /// @param classpath      what the handler's class loader gets, in this order; stays as it is for as long as somebody uses it
    /// @param runtimeOptions what the project wants on the worker's `java` command line (`//RUNTIME_OPTIONS`)
    /// @param compiled       whether anything was compiled; false when the classes of an earlier build are still right
    record Built(List<Path> classpath, List<String> runtimeOptions, Set<Path> watched, Duration took, boolean compiled) implements BuildResult {
        public Built {
            classpath = List.copyOf(classpath);
            runtimeOptions = List.copyOf(runtimeOptions);
            watched = Set.copyOf(watched);
        }
    }

    /// @param message     for people, ready to print, several lines
    /// @param diagnostics what the compiler said; empty when it was not asked
    record Failed(String message, List<Diagnostic> diagnostics, Set<Path> watched) implements BuildResult {
        public Failed {
            diagnostics = List.copyOf(diagnostics);
            watched = Set.copyOf(watched);
        }
    }

    /// One message of the compiler.
    ///
    /// @param line       from 1; 0 where there is none
    /// @param column     from 1, in characters; 0 where there is none
    /// @param message    its first line says what is wrong, the others give symbol and location
    /// @param sourceLine the line it is about; "" where there is none
    record Diagnostic(boolean error, Optional<Path> file, int line, int column, String message, String sourceLine) {
        /// `Hello.java:12:9: error: cannot find symbol`, the source line, a caret, the notes.
        ///
        /// @param folder paths below it are written relative to it
        public String text(Path folder) {
            var lines = message.lines().toList();
            var text = new StringBuilder();
            file.ifPresent(path -> text.append(shown(path, folder)).append(line > 0 ? ":" + line : "").append(column > 0 ? ":" + column : "").append(": "));
            text.append(error ? "error: " : "warning: ").append(lines.isEmpty() ? "" : lines.getFirst());
            if (!sourceLine.isBlank()) {
                text.append('\n').append(sourceLine.stripTrailing());
                // Tabs stay tabs, so the caret stands right however wide a terminal shows them.
                if (column > 0) text.append('\n').append(sourceLine.substring(0, Math.min(column - 1, sourceLine.length())).replaceAll("[^\t]", " ")).append('^');
            }
            lines.stream().skip(1).forEach(note -> text.append('\n').append(note));
            return text.toString();
        }

        static String shown(Path path, Path folder) {
            return (path.startsWith(folder) ? folder.relativize(path) : path).toString().replace('\\', '/');
        }
    }
}
