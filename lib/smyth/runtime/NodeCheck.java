package smyth.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.classpath.Diagnostic;

/// Looks for the first syntax error in some files, by `node --check`.
final class NodeCheck {
    /// What it prints: file and line, the source line, a caret, and further down the error.
    private static final Pattern SYNTAX_ERROR = Pattern
            .compile("^(.+):(\\d+)\\R(.*)\\R( *)\\^+\\s[\\s\\S]*?^SyntaxError: (.*)$", Pattern.MULTILINE);

    private NodeCheck() {}

    /// Blocks, at most 10 s for each file; an interrupt ends it. @return what is wrong
    static Optional<CheckFailure> of(Programs programs, Path folder, Path node, Collection<Path> files)
            throws InterruptedException {
        for (var file : files) {
            var said = programs.ask(folder, List.of(node.toString(), "--check", file.toString()));
            if (said.exit() == 1 && said.output().contains("SyntaxError"))
                return Optional.of(syntaxError(folder, said.output()));
        }
        return Optional.empty();
    }

    private static CheckFailure syntaxError(Path folder, String output) {
        var found = SYNTAX_ERROR.matcher(output);
        if (!found.find()) return CheckFailure.of(output.strip());
        var name = found.group(1);
        var file = name.startsWith("file:") ? Path.of(URI.create(name)) : Path.of(name);
        return CheckFailure.at(new Diagnostic(true, Optional.of(file), Integer.parseInt(found.group(2)),
                found.group(4).length() + 1, found.group(5), found.group(3)), folder);
    }
}
