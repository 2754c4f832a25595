package smyth.classpath;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import smyth.journal.Entry.FileMessage;

/// One message about a file: of a compiler, or about what a build file asks for.
///
/// @param line       from 1; 0 where there is none
/// @param column     from 1, in characters; 0 where there is none
/// @param message    its first line says what is wrong, the others give symbol and location
/// @param sourceLine the line it is about; "" where there is none
public record Diagnostic(boolean error, Optional<Path> file, int line, int column, String message, String sourceLine) {
    static Diagnostic error(Path file, int line, String message, String sourceLine) {
        return new Diagnostic(true, Optional.of(file), line, 0, message, sourceLine);
    }

    /// `Hello.java:12:9: error: cannot find symbol`, the source line, a caret, the notes.
    ///
    /// @param folder paths below it are written relative to it
    public String text(Path folder) {
        var lines = message.lines().toList();
        var text = new StringBuilder();
        file.ifPresent(path -> text.append(shown(path, folder)).append(line > 0 ? ":" + line : "")
                .append(column > 0 ? ":" + column : "").append(": "));
        text.append(error ? "error: " : "warning: ").append(lines.isEmpty() ? "" : lines.getFirst());
        if (!sourceLine.isBlank()) {
            text.append('\n').append(sourceLine.stripTrailing());
            // Tabs stay tabs, so the caret is in the right column however wide a terminal shows them.
            if (column > 0) text.append('\n')
                    .append(sourceLine.substring(0, Math.min(column - 1, sourceLine.length())).replaceAll("[^\t]", " "))
                    .append('^');
        }
        lines.stream().skip(1).forEach(note -> text.append('\n').append(note));
        return text.toString();
    }

    /// The same for the journal.
    public FileMessage fileMessage() {
        return new FileMessage(file.map(path -> path.toAbsolutePath().toString()), line, column,
                error ? "error" : "warning", message);
    }

    static String shown(Path path, Path folder) {
        return path.equals(folder) ? "."
                : (path.startsWith(folder) ? folder.relativize(path) : path).toString().replace('\\', '/');
    }

    static String shown(List<Path> paths, Path folder) {
        return String.join(", ", paths.stream().map(path -> shown(path, folder)).toList());
    }
}
