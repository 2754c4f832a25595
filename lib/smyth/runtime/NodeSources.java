package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.config.Config;
import smyth.config.Function;

/// Where a Node function's modules lie.
record NodeSources(Config config, Function function) {
    private static final List<String> SCRIPTS = List.of(".mjs", ".js", ".cjs");
    private static final List<String> MODULES = List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts");
    private static final List<String> WATCHED = List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts", ".json");
    private static final int MOST_CHECKED = 5;

    /// Where handlers are looked for: `source`, else the project's folder.
    Path folder() {
        return function.code().source().stream().findFirst()
                .map(source -> Files.isDirectory(source) ? source : source.getParent()).orElse(config.folder());
    }

    /// The file of the module in the handler's name: `src/index.mjs` for `src/index.handler`.
    Optional<Path> module() {
        return module(MODULES);
    }

    private Optional<Path> module(List<String> endings) {
        var handler = function.code().handler();
        int slash = handler.lastIndexOf('/');
        int dot = handler.indexOf('.', slash + 1);
        if (dot < 1 || handler.contains("..")) return Optional.empty();
        return endings.stream().map(ending -> folder().resolve(handler.substring(0, dot) + ending))
                .filter(Files::isRegularFile).findFirst();
    }

    /// The handler's file, and of those that have changed since a few: each costs a start of Node. TypeScript is not
    /// among them, since Node cannot check it.
    ///
    /// @param since milliseconds of the clock that files have; 0 for the handler's file alone
    Set<Path> toCheck(long since) {
        var files = new LinkedHashSet<Path>();
        module(SCRIPTS).ifPresent(files::add);
        if (since > 0)
            for (var source : watched()) files.addAll(SourceFiles.newest(source, SCRIPTS, since, MOST_CHECKED));
        return files;
    }

    Set<Path> watched() {
        var watched = new LinkedHashSet<>(SourceFiles.watchable(folder(), WATCHED));
        if (!folder().equals(config.folder())) watched.add(config.folder().resolve("package.json"));
        // else it may be what is built
        if (function.code().build().isEmpty()) module(WATCHED).ifPresent(watched::add);
        watched.add(folder().resolve("package.json"));
        return watched;
    }

    String description() {
        return "Node files in " + (folder().equals(config.folder()) ? "." : folder());
    }
}
