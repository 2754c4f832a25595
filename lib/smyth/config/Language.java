package smyth.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a handler is written in.
public enum Language {
    JAVA("java", ".java"), PYTHON("python", ".py"), NODE("nodejs", ".mjs", ".js", ".cjs");

    private final String runtime;
    private final List<String> endings;

    Language(String runtime, String... endings) {
        this.runtime = runtime;
        this.endings = List.of(endings);
    }

    /// How the names of its runtimes begin.
    public String runtime() {
        return runtime;
    }

    public static Optional<Language> of(Path file) {
        var name = file.getFileName().toString();
        for (var language : values())
            if (language.endings.stream().anyMatch(name::endsWith)) return Optional.of(language);
        return Optional.empty();
    }
}
