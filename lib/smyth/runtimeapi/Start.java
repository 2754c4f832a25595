package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a worker that ships with Smyth is told when its init phase may begin.
///
/// @param eventFunction   the user's own, called just before the handler
/// @param contextFunction likewise
public record Start(String handler, List<Path> classpath, Optional<String> eventFunction, Optional<String> contextFunction) {
    public Start {
        classpath = List.copyOf(classpath);
    }

    /// Lines of `name=value`: read in every language without a library.
    byte[] lines() {
        var text = new StringBuilder("handler=").append(handler).append('\n');
        for (var entry : classpath) text.append("classpath=").append(entry).append('\n');
        eventFunction.ifPresent(name -> text.append("event_function=").append(name).append('\n'));
        contextFunction.ifPresent(name -> text.append("context_function=").append(name).append('\n'));
        return text.toString().getBytes(UTF_8);
    }
}
