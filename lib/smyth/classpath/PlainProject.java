package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Java files in folders, with jars in `lib`: no build file says more.
///
/// @param folder    of the configuration
/// @param resources folders whose other files belong on the class path
record PlainProject(Path folder, List<Path> roots, List<Path> resources) implements ProjectKind {
    /// The sources that the configuration names.
    static PlainProject of(Path folder, List<Path> sources) {
        return new PlainProject(folder, sources, sources.stream().filter(Files::isDirectory).toList());
    }

    /// `src/main/java`, else `src`, else the folder itself.
    static PlainProject in(Path folder) {
        var main = folder.resolve("src").resolve("main").resolve("java");
        if (Files.isDirectory(main)) return new PlainProject(folder, List.of(main),
                Stream.of(main.resolveSibling("resources")).filter(Files::isDirectory).toList());
        var src = folder.resolve("src");
        return Files.isDirectory(src) ? of(folder, List.of(src)) : new PlainProject(folder, List.of(folder), List.of());
    }

    @Override
    public String description() {
        return "Java files in " + Diagnostic.shown(roots, folder);
    }

    @Override
    public String id() {
        return roots.toString();
    }

    @Override
    public OptionalInt release() {
        return OptionalInt.empty();
    }

    @Override
    public void read(SourceSet set) throws IOException {
        for (var root : roots) set.addSources(root, root.equals(folder));
        set.resources.addAll(resources);
        set.watched.addAll(resources);
        set.addJarsIn(folder.resolve("lib"));
        if (set.sources.isEmpty())
            set.problems.add("no Java files in " + Diagnostic.shown(roots, folder) + "; set source or classpath");
    }
}
