package smyth.project;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files below a folder by their names, not those that a build made. Walked through once, when it is first asked.
final class SourceIndex {
    private static final Set<String> NOT_SOURCES = Set.of("target", "build", "out", "bin", "dist", "node_modules",
            "venv", "__pycache__", "site-packages", "cdk.out");
    private static final int MOST_FILES = 50_000;
    private static final int DEPTH = 20;

    private final Path root;
    private Map<String, List<Path>> byName;

    SourceIndex(Path root) {
        this.root = root;
    }

    /// The first file in the order of paths whose path ends so: `com/example/App.java`.
    Optional<Path> endingWith(String... ends) {
        for (var end : ends)
            for (var file : named(end.replaceFirst("^.*/", ""))) if (file.endsWith(end)) return Optional.of(file);
        return Optional.empty();
    }

    /// The same below a folder, tests last.
    Optional<Path> below(Path folder, String... ends) {
        for (var end : ends) {
            var found = named(end.replaceFirst("^.*/", "")).stream()
                    .filter(file -> file.startsWith(folder) && file.endsWith(end)).toList();
            if (!found.isEmpty()) return found.stream().filter(file -> !folder.relativize(file).startsWith("src/test"))
                    .findFirst().or(() -> Optional.of(found.getFirst()));
        }
        return Optional.empty();
    }

    private List<Path> named(String name) {
        if (byName == null) byName = walk();
        return byName.getOrDefault(name, List.of());
    }

    private Map<String, List<Path>> walk() {
        var found = new HashMap<String, List<Path>>();
        try {
            Files.walkFileTree(root, Set.of(), DEPTH, new SimpleFileVisitor<>() {
                private int count;

                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    var name = String.valueOf(folder.getFileName());
                    return !folder.equals(root) && (name.startsWith(".") || NOT_SOURCES.contains(name))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile())
                        found.computeIfAbsent(file.getFileName().toString(), _ -> new ArrayList<>()).add(file);
                    return ++count < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // what was found counts
        }
        found.values().forEach(files -> files.sort(null));
        return found;
    }
}
