package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A class path that the configuration names.
///
/// @param folder    of the configuration
/// @param roots     source folders; compiled if there are any
/// @param classpath as written, globs included
record ConfiguredProject(Path folder, List<Path> roots, List<String> classpath) implements ProjectKind {
    @Override
    public String description() {
        return "class path " + String.join(", ", classpath);
    }

    @Override
    public String id() {
        return folder + " " + roots + " " + classpath;
    }

    @Override
    public OptionalInt release() {
        return OptionalInt.empty();
    }

    @Override
    public void read(SourceSet set) throws IOException {
        for (var root : roots) set.addSources(root, root.equals(folder));
        boolean isMade = set.command.isPresent();
        for (var written : classpath) {
            var found = entries(written, isMade, set.watched);
            if (found.isEmpty() && !isMade)
                set.problems.add("classpath: " + written + " matches nothing in " + folder);
            for (var entry : found) (isMade && Files.isDirectory(entry) ? set.outputs : set.jars).add(entry);
        }
        if (isMade) watchSources(set);
    }

    /// The command writes to the class path: to watch that would start it again and again.
    private void watchSources(SourceSet set) {
        set.watched.clear();
        set.watched.addAll(roots.isEmpty()
                ? Stream.of("src", "pom.xml", "build.gradle", "build.gradle.kts").map(folder::resolve)
                        .filter(Files::exists).toList()
                : roots);
        if (set.watched.isEmpty()) set.problems
                .add("build is set, but there is no src folder to watch; set source to the folders that it compiles");
    }

    /// What a class path entry with or without a glob means, and where to watch for it.
    private List<Path> entries(String written, boolean isMade, Set<Path> watched) throws IOException {
        if (!FilePattern.isPattern(written)) {
            var entry = folder.resolve(written).normalize();
            watched.add(entry);
            return Files.exists(entry) || isMade ? List.of(entry) : List.of();
        }
        var pattern = FilePattern.of(written);
        var base = folder.resolve(pattern.fixed()).normalize();
        watched.add(base);
        var matcher = pattern.matcher();
        if (!Files.isDirectory(base)) return List.of();
        try (var paths = Files.walk(base)) {
            return paths.filter(path -> !path.equals(base) && matcher.matches(base.relativize(path))).sorted().toList();
        }
    }
}
