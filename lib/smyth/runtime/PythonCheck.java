package smyth.runtime;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.classpath.Diagnostic;

/// Asks a Python for its version, and for the first syntax error in some files, in one go.
///
/// @param version "3.12"; empty when it does not work
/// @param problem what is wrong with the first file that has a syntax error, or with this Python
record PythonCheck(Optional<String> version, Optional<CheckFailure> problem) {
    /// Says which Python it is, then one line about the first file that does not compile: file, line, column, message,
    /// source, separated by tabs.
    private static final String PROGRAM = """
            import sys
            print("%d.%d" % sys.version_info[:2], flush=True)
            for name in sys.argv[1:]:
                try:
                    with open(name, "rb") as file:
                        compile(file.read(), name, "exec", dont_inherit=True)
                except SyntaxError as error:
                    place = (error.lineno or 0, error.offset or 0)
                    source = (error.text or "").replace("\\t", " ")
                    line = "%s\\t%d\\t%d\\t%s\\t%s" % (name, *place, error.msg, source)
                    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
                    break
                except (OSError, ValueError):
                    pass
            """;

    /// Blocks, at most 10 s; an interrupt ends it.
    static PythonCheck of(Programs programs, Path folder, Path python, Collection<Path> files)
            throws InterruptedException {
        var said = programs.ask(folder, Stream.concat(Stream.of(python.toString(), "-I", "-S", "-c", PROGRAM),
                files.stream().map(Path::toString)).toList());
        var lines = said.output().lines().toList();
        if (said.exit() != 0 || lines.isEmpty() || !lines.getFirst().matches("3\\.\\d+"))
            return new PythonCheck(Optional.empty(),
                    Optional.of(CheckFailure.of(python + " does not work: " + said.output().strip())));
        return new PythonCheck(Optional.of(lines.getFirst()),
                lines.size() > 1 ? Optional.of(syntaxError(folder, lines.get(1))) : Optional.empty());
    }

    private static CheckFailure syntaxError(Path folder, String line) {
        var parts = List.of(line.split("\t", 5));
        if (parts.size() < 5) return CheckFailure.of(line);
        var message = parts.get(3).substring(0, 1).toLowerCase(Locale.ROOT) + parts.get(3).substring(1);
        return CheckFailure.at(new Diagnostic(true, Optional.of(Path.of(parts.get(0))), Integer.parseInt(parts.get(1)),
                Math.max(0, Integer.parseInt(parts.get(2))), message, parts.get(4).stripTrailing()), folder);
    }
}
