package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import smyth.config.Config;
import smyth.config.Function;

/// Where a Python function's modules lie.
record PythonSources(Config config, Function function) {
    private static final List<String> ENDINGS = List.of(".py");
    private static final int MOST_CHECKED = 50;

    /// Where modules are looked for: `source`, else `src` where there is one, and the project's folder.
    List<Path> folders() {
        var folders = new LinkedHashSet<Path>();
        for (var source : function.code().source())
            folders.add(Files.isDirectory(source) ? source : source.getParent());
        if (folders.isEmpty()) {
            var src = config.folder().resolve("src");
            // `src` itself is the package where the handler is spelled src.app.handler.
            if (Files.isDirectory(src)) folders.add(src);
            folders.add(config.folder());
        }
        return List.copyOf(folders);
    }

    /// The file of the module in the handler's name: `shop/orders.py` for `shop.orders.handler`.
    Optional<Path> module() {
        int dot = function.code().handler().lastIndexOf('.');
        if (dot < 1) return Optional.empty();
        var module = function.code().handler().substring(0, dot).replace('.', '/');
        return folders().stream().flatMap(
                folder -> Stream.of(folder.resolve(module + ".py"), folder.resolve(module).resolve("__init__.py")))
                .filter(Files::isRegularFile).findFirst();
    }

    /// The handler's file, and what has changed since. The others show their errors when they are imported.
    ///
    /// @param since milliseconds of the clock that files have; 0 for the handler's file alone
    Set<Path> toCheck(long since) {
        var files = new LinkedHashSet<Path>();
        module().ifPresent(files::add);
        if (since > 0)
            for (var source : watched()) files.addAll(SourceFiles.newest(source, ENDINGS, since, MOST_CHECKED));
        return files;
    }

    Set<Path> watched() {
        var watched = new LinkedHashSet<Path>();
        for (var folder : folders()) {
            if (folder.equals(config.folder())) watched.addAll(SourceFiles.watchable(folder, ENDINGS));
            else watched.add(folder);
        }
        module().ifPresent(watched::add);
        watched.add(config.folder().resolve(".venv").resolve("pyvenv.cfg")); // an environment that is only made now
        return watched;
    }

    String description() {
        return "Python files in " + String.join(", ", folders().stream().map(this::shown).toList());
    }

    private String shown(Path folder) {
        return folder.equals(config.folder()) ? "."
                : folder.startsWith(config.folder()) ? config.folder().relativize(folder).toString()
                        : folder.toString();
    }
}
