package smyth.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/// What to compile, with what, and what else belongs on the class path: the same for every kind of project. Filled by
/// [JavaProject], then only read.
final class SourceSet {
    /// Folders that hold no sources although they lie among them, when a whole project folder is searched.
    private static final Set<String> NO_SOURCES = Set.of("target", "build", "out", "bin", "node_modules", "lib", "test",
            "tests");
    private static final String PROCESSORS = "META-INF/services/javax.annotation.processing.Processor";
    private static final int OLDEST_RELEASE = 8; // that the compiler still knows

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
    /// Where that command, or the build tool when somebody runs it, leaves classes and resources.
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

    /// Adds every Java file below a folder (hidden folders are passed over), or one file.
    ///
    /// @param wholeProject whether the folder is a project's top, with build output and tests in it
    void addSources(Path root, boolean wholeProject) throws IOException {
        watched.add(root);
        if (Files.isRegularFile(root)) sources.add(root);
        if (!Files.isDirectory(root)) return;
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        if (folder.equals(root)) return FileVisitResult.CONTINUE;
                        var name = folder.getFileName().toString();
                        return name.startsWith(".") || wholeProject && NO_SOURCES.contains(name)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        var name = file.getFileName().toString();
                        if (name.endsWith(".java") && !name.startsWith(".") && !name.equals("module-info.java"))
                            found.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE; // gone since its folder was listed, or a link in a circle
                    }
                });
        found.sort(null);
        sources.addAll(found);
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
        for (var binary : compileClasspath()) settings.addAll(stamps(binary));
        for (var binary : processors) settings.addAll(stamps(binary));
        return settings;
    }

    /// Size and time of a file, or of every file below a folder.
    static List<String> stamps(Path place) throws IOException {
        if (!Files.isDirectory(place)) return List.of(stamp(place));
        try (var files = Files.walk(place)) {
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

    /// Everything for javac but where to read from and write to.
    ///
    /// @param jdk           release of the handler's JDK
    /// @param processorJars what is known of jars, by their stamp: whether an annotation processor is in it; added to
    List<String> javacOptions(int jdk, Map<String, Boolean> processorJars) {
        var options = new ArrayList<>(
                List.of("-g", "-parameters", "-encoding", "UTF-8", "-implicit:none", "-Xlint:-options"));
        var given = List.copyOf(this.options);
        if (given.stream().noneMatch(option -> option.startsWith("-proc:"))) {
            var searched = processors.isEmpty() ? compileClasspath() : processors;
            options.add(given.contains("-processor") || hasProcessor(searched, processorJars) ? "-proc:full"
                    : "-proc:none");
        }
        if (!processors.isEmpty()) options.addAll(List.of("-processorpath", joined(processors)));
        // javac refuses --release beside options that open up the JDK itself.
        if (given.stream().noneMatch(option -> option
                .matches("-?-(release|source|target|system|add-exports|add-reads|patch-module)(=.*)?"))) {
            int compiledFor = Math.clamp(release.orElse(jdk), OLDEST_RELEASE, Runtime.version().feature());
            options.addAll(List.of("--release", String.valueOf(compiledFor)));
        }
        options.addAll(given);
        return options;
    }

    /// Sources are named one by one: what lies around elsewhere, sources in jars among it, is not compiled by chance.
    static CompilerRequest request(List<String> options, Path output, Collection<Path> classpath,
            Collection<Path> sources) {
        var all = new ArrayList<>(List.of("-d", output.toString(), "-sourcepath", output.toString(), "-cp",
                classpath.isEmpty() ? output.toString() : joined(classpath)));
        all.addAll(options);
        return new CompilerRequest(all, List.copyOf(sources));
    }

    private static String joined(Collection<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean hasProcessor(Collection<Path> entries, Map<String, Boolean> known) {
        return entries.stream().anyMatch(entry -> Files.isDirectory(entry) ? Files.exists(entry.resolve(PROCESSORS))
                : known.computeIfAbsent(stamp(entry), _ -> isProcessor(entry)));
    }

    private static boolean isProcessor(Path file) {
        try (var jar = new ZipFile(file.toFile())) {
            return jar.getEntry(PROCESSORS) != null;
        } catch (IOException _) {
            return false; // javac says it better
        }
    }
}
