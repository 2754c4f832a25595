package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.config.Config;
import smyth.config.Function;

/// The language of a handler.
enum HandlerLanguage {
    JAVA, PYTHON, NODE, ANY;

    /// As configured, else by the file in which the handler lies, else by the project's files.
    static HandlerLanguage of(Config config, Function function) {
        if (function.code().runtime().isPresent())
            return switch (function.code().runtime().get().replaceAll("[^a-z].*", "")) {
                case "provided" -> ANY;
                case "python" -> PYTHON;
                case "nodejs" -> NODE;
                default -> JAVA;
            };
        var handler = function.code().handler();
        var source = function.code().source().stream().filter(Files::isRegularFile)
                .flatMap(file -> of(file.getFileName().toString()).stream()).findFirst();
        if (source.isPresent()) return source.get();
        if (handler.contains("::") || !function.code().classpath().isEmpty()) return JAVA;
        if (new PythonSources(config, function).module().isPresent()) return PYTHON;
        if (new NodeSources(config, function).module().isPresent()) return NODE;
        if (handler.contains("/")) {
            if (isThere(config, "package.json")) return NODE;
        } else if (Stream.of("pom.xml", "build.gradle", "build.gradle.kts", "src/main/java")
                .anyMatch(name -> isThere(config, name))) {
                    return JAVA;
                }
        return config.file().filter(file -> file.endsWith("pyproject.toml")).isPresent() ? PYTHON : JAVA;
    }

    private static Optional<HandlerLanguage> of(String fileName) {
        return switch (fileName.replaceFirst("^.*(?=\\.)", "")) {
            case ".java" -> Optional.of(JAVA);
            case ".py" -> Optional.of(PYTHON);
            case ".mjs", ".js", ".cjs" -> Optional.of(NODE);
            default -> Optional.empty();
        };
    }

    private static boolean isThere(Config config, String name) {
        return Files.exists(config.folder().resolve(Path.of(name)));
    }
}
