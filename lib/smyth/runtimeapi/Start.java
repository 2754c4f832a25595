package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a worker that ships with Smyth receives when its init phase may begin.
///
/// @param eventFunction   the user's own, called just before the handler
/// @param contextFunction likewise
/// @param settings        more values for workers of this language, of one line each: the handler's `config` as
///                        JSON, its `log_level`
public record Start(String handler, List<Path> classpath, Optional<String> eventFunction,
        Optional<String> contextFunction, Map<String, String> settings) {
    public Start {
        classpath = List.copyOf(classpath);
        settings = Map.copyOf(settings);
    }

    public Start(String handler, List<Path> classpath, Optional<String> eventFunction,
            Optional<String> contextFunction) {
        this(handler, classpath, eventFunction, contextFunction, Map.of());
    }

    /// The same, for the execution environment of this name.
    public Start in(String environment) {
        var more = new LinkedHashMap<>(settings);
        more.put("environment", environment);
        return new Start(handler, classpath, eventFunction, contextFunction, more);
    }

    /// Lines of `name=value`: read in every language without a library.
    byte[] lines() {
        var text = new StringBuilder("handler=").append(handler).append('\n');
        for (var entry : classpath) text.append("classpath=").append(entry).append('\n');
        eventFunction.ifPresent(name -> text.append("event_function=").append(name).append('\n'));
        contextFunction.ifPresent(name -> text.append("context_function=").append(name).append('\n'));
        settings.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString().getBytes(UTF_8);
    }
}
