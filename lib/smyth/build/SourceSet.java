package smyth.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What to compile, with what, and what else belongs on the class path: the same for every kind of project.
///
/// @param sources    Java files
/// @param resources  folders that go on the class path as they are
/// @param files      copied: the place on the class path → the file
/// @param jars       dependencies, jars and class folders
/// @param processors where annotation processors are looked for; empty means: among `jars`
/// @param options    for javac, as the project says
/// @param release    what `--release` the project names; empty means the handler's JDK
/// @param minimum    the oldest JDK that will do
/// @param watched    see [BuildResult#watched]
/// @param problems   why this cannot be built, each ready to print; nothing is compiled when there is one
record SourceSet(Set<Path> sources, List<Path> resources, Map<String, Path> files, List<Path> jars, List<Path> processors, List<String> options,
        List<String> runtimeOptions, OptionalInt release, OptionalInt minimum, Set<Path> watched, List<String> problems) {
    /// Folders that hold no sources although they lie among them, when a whole project folder is searched.
    private static final Set<String> NO_SOURCES = Set.of("target", "build", "out", "bin", "node_modules", "lib", "test", "tests");

    SourceSet {
        sources = Collections.unmodifiableSet(new LinkedHashSet<>(sources));
        resources = List.copyOf(resources);
        jars = List.copyOf(jars);
        problems = List.copyOf(problems);
    }

    /// Every Java file below a folder; hidden folders are passed over.
    ///
    /// @param wholeProject whether the folder is a project's top, with build output and tests in it
    static List<Path> javaFiles(Path root, boolean wholeProject) throws IOException {
        var found = new ArrayList<Path>();
        if (!Files.isDirectory(root)) return found;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.equals(root)) return FileVisitResult.CONTINUE;
                var name = folder.getFileName().toString();
                return name.startsWith(".") || wholeProject && NO_SOURCES.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var name = file.getFileName().toString();
                if (name.endsWith(".java") && !name.startsWith(".")) found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone since its folder was listed
            }
        });
        found.sort(null);
        return found;
    }

    /// Jars of a folder by name, as AWS puts `lib/` on the class path.
    static List<Path> jarsIn(Path folder) throws IOException {
        var jars = new ArrayList<Path>();
        if (!Files.isDirectory(folder)) return jars;
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    /// Everything that the compiled classes follow from, as text: sources by content, jars by size and time.
    List<String> fingerprint(List<String> allOptions) throws IOException {
        var parts = new ArrayList<>(allOptions);
        for (var source : sources) {
            parts.add(source.toString());
            parts.add(Files.exists(source) ? CacheFolder.key(List.of(Files.readString(source, ISO_8859_1))) : "missing");
        }
        var binaries = new LinkedHashSet<>(jars);
        binaries.addAll(processors);
        for (var binary : binaries) parts.addAll(stamps(binary));
        return parts;
    }

    private static List<String> stamps(Path binary) throws IOException {
        if (!Files.isDirectory(binary)) return List.of(stamp(binary));
        try (var files = Files.walk(binary)) {
            return files.filter(Files::isRegularFile).sorted().map(SourceSet::stamp).toList();
        }
    }

    private static String stamp(Path file) {
        try {
            return file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException _) {
            return file + "|missing";
        }
    }
}
