package smyth.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What to compile, with what, and what else belongs on the class path: the same for every kind of project. Filled by
/// [JavaProject], then only read.
final class SourceSet {
    /// Java files.
    final Set<Path> sources = new LinkedHashSet<>();
    /// Folders that go on the class path as they are.
    final List<Path> resources = new ArrayList<>();
    /// Copied: the place on the class path → the file. Stronger than `resources`.
    final Map<String, Path> files = new LinkedHashMap<>();
    /// Dependencies, jars and class folders.
    final List<Path> jars = new ArrayList<>();
    /// What the compiler sees beside `jars`, and the handler does not.
    final List<Path> compileOnly = new ArrayList<>();
    /// Where annotation processors are looked for; empty means among the dependencies.
    final List<Path> processors = new ArrayList<>();
    /// For javac, as the project says.
    final List<String> options = new ArrayList<>();
    /// For the worker's JVM, as the project says.
    final List<String> runtimeOptions = new ArrayList<>();
    /// What `--release` the project names; empty means the handler's JDK.
    OptionalInt release = OptionalInt.empty();
    /// The oldest JDK that will do.
    OptionalInt minimum = OptionalInt.empty();
    /// Compiles in our place, in the project's folder.
    Optional<String> command = Optional.empty();
    /// Where that command, or the build tool when you run it, leaves classes and resources.
    final List<Path> outputs = new ArrayList<>();
    /// See [BuildResult#watched].
    final Set<Path> watched = new LinkedHashSet<>();
    /// Why this cannot be built, each ready to print; nothing is compiled when there is one.
    final List<String> problems = new ArrayList<>();
    /// Those of the problems that are about a place in a file.
    final List<Diagnostic> diagnostics = new ArrayList<>();

    /// @param folder of the configuration
    void problem(Diagnostic diagnostic, Path folder) {
        problems.add(diagnostic.text(folder));
        diagnostics.add(diagnostic);
    }

    void problem(UnresolvedException failure, Path folder) {
        if (failure.diagnostics().isEmpty()) problems.add(failure.getMessage());
        failure.diagnostics().forEach(diagnostic -> problem(diagnostic, folder));
    }

    /// Adds every Java file below a folder, or one file.
    ///
    /// @param wholeProject whether the folder is a project's top, with build output and tests in it
    void addSources(Path root, boolean wholeProject) throws IOException {
        watched.add(root);
        sources.addAll(SourceFiles.below(root, wholeProject));
    }

    /// Jars of a folder by name, as AWS puts `lib/` on the class path.
    void addJarsIn(Path folder) throws IOException {
        watched.add(folder);
        if (!Files.isDirectory(folder)) return;
        try (var found = Files.newDirectoryStream(folder, "*.jar")) {
            var sorted = new ArrayList<Path>();
            found.forEach(sorted::add);
            sorted.sort(null);
            jars.addAll(sorted);
        }
    }

    /// Adds a resource folder whose files the build tool may have changed on the way: where its copy is the newer
    /// one, that counts.
    void addFiltered(Path folder) throws IOException {
        watched.add(folder);
        resources.add(folder);
        if (!Files.isDirectory(folder)) return;
        try (var paths = Files.walk(folder)) {
            for (var file : paths.filter(Files::isRegularFile).sorted().toList()) {
                var below = folder.relativize(file);
                for (var output : outputs) {
                    var copy = output.resolve(below.toString());
                    if (isNewer(copy, file)) files.put(below.toString().replace('\\', '/'), copy);
                }
            }
        }
    }

    /// Whether the build tool has compiled what the sources say now: each source has a class file that is not older.
    boolean outputsAreUpToDate(List<Path> roots) throws IOException {
        for (var source : sources) {
            var root = roots.stream().filter(source::startsWith).findFirst();
            if (root.isEmpty()) return false;
            var below = root.get().relativize(source).toString().replaceFirst("\\.java$", ".class");
            if (!below.endsWith("package-info.class")
                    && outputs.stream().noneMatch(output -> isNewer(output.resolve(below), source)))
                return false;
        }
        return !sources.isEmpty();
    }

    private static boolean isNewer(Path copy, Path original) {
        try {
            return Files.getLastModifiedTime(copy).compareTo(Files.getLastModifiedTime(original)) >= 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// What the handler gets: classes, then what else is on its class path.
    ///
    /// @param copies folders with copies of `files`
    List<Path> classpath(List<Path> classes, List<Path> copies) {
        var all = new LinkedHashSet<>(classes);
        all.addAll(copies);
        all.addAll(resources);
        all.addAll(jars);
        return List.copyOf(all);
    }

    Set<Path> compileClasspath() {
        var all = new LinkedHashSet<>(jars);
        all.addAll(compileOnly);
        return all;
    }

    /// The content of each source, in short.
    Map<Path, String> digests() throws IOException {
        var digests = new LinkedHashMap<Path, String>();
        for (var source : sources) digests.put(source,
                Files.exists(source) ? CacheFolder.key(List.of(Files.readString(source, ISO_8859_1))) : "missing");
        return digests;
    }

    /// What else the compiled classes follow from: options, and the class path by size and time.
    List<String> settings(List<String> allOptions) throws IOException {
        var settings = new ArrayList<>(allOptions);
        for (var binary : compileClasspath()) settings.addAll(FileStamp.below(binary));
        for (var binary : processors) settings.addAll(FileStamp.below(binary));
        return settings;
    }
}
