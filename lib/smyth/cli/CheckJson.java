package smyth.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.config.Config;
import smyth.project.HandlerSearch;
import smyth.project.HandlerSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What `smyth check --json` prints, for editors: the functions of the configuration with the places of their
/// handlers, the handlers found in the folder, and what is wrong. Paths are absolute, lines count from 1.
final class CheckJson {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private CheckJson() {}

    /// Reads sources; blocks.
    static String of(Path path, Config config) {
        var functions = config.functions().stream()
                .map(function -> function(function.name(), function.code().handler(),
                        new HandlerSearch(function.code().project().orElse(config.folder()), function.code().source())
                                .find(function.code().handler())))
                .toList();
        return print(config.file(), functions, handlers(path), null);
    }

    static String problem(Path path, String problem) {
        return print(Optional.empty(), List.of(), handlers(path), problem);
    }

    private static String print(Optional<Path> configuration, List<Map<String, Object>> functions,
            List<Map<String, Object>> handlers, String problem) {
        var all = new LinkedHashMap<String, Object>();
        all.put("configuration", configuration.map(Path::toString).orElse(null));
        all.put("functions", functions);
        all.put("handlers", handlers);
        all.put("problem", problem);
        return JSON.writeValueAsString(all);
    }

    private static Map<String, Object> function(String name, String handler, Optional<HandlerSource> source) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("name", name);
        shown.put("handler_path", handler);
        shown.put("language", source.map(found -> found.language().runtime()).orElse(null));
        shown.put("file", source.map(found -> found.file().toString()).orElse(null));
        shown.put("line", source.map(HandlerSource::line).orElse(null));
        return shown;
    }

    private static List<Map<String, Object>> handlers(Path path) {
        var folder = path.toAbsolutePath().normalize();
        return HandlerSource.under(Files.isDirectory(folder) ? folder : folder.getParent()).stream()
                .map(source -> function("", source.handlerPath(), Optional.of(source)))
                .peek(shown -> shown.remove("name"))
                .toList();
    }
}
