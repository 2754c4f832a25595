package smyth.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import smyth.build.BuildResult.Diagnostic;
import smyth.build.Dependencies.UnresolvedException;
import smyth.config.FunctionConfig;

/// Where the classes of one Java function come from. Made by [JavaBuilder#project]; holds no state of its own, so it may be asked again at any time.
public final class JavaProject {
    private final JavaBuilder builder;
    private final Path folder;
    private final Kind kind;

    JavaProject(JavaBuilder builder, Path folder, FunctionConfig function) {
        this.builder = builder;
        this.folder = folder;
        this.kind = kind(folder, function);
    }

    /// `JBang file Hello.java`, `Maven project pom.xml`.
    public String description() {
        return switch (kind) {
            case Jbang(var file) -> "JBang file " + Diagnostic.shown(file, folder);
            case Plain(var roots, _) -> "Java files in " + String.join(", ", roots.stream().map(this::shownFolder).toList());
            case Explicit explicit -> "class path " + String.join(", ", explicit.classpath());
        };
    }

    /// The Java release that the project names: what to choose the handler's JDK by when the configuration does not say. Reads files.
    public OptionalInt release() {
        return kind instanceof Jbang(var file) ? directives(file).minimum() : OptionalInt.empty();
    }

    /// Compiles what has to be compiled, after fetching what has to be fetched. Blocks; an interrupt drops the result.
    ///
    /// @param release of the handler's JDK
    public BuildResult build(int release) throws InterruptedException {
        return builder.build(this, release);
    }

    Path folder() {
        return folder;
    }

    /// A name for the folder of its classes.
    String id() {
        return switch (kind) {
            case Jbang(var file) -> file.toString();
            case Plain(var roots, _) -> roots.toString();
            case Explicit(var roots, var classpath) -> roots + " " + classpath;
        };
    }

    SourceSet read(Dependencies dependencies) throws IOException, InterruptedException {
        return switch (kind) {
            case Jbang(var file) -> readJbang(file, dependencies);
            case Plain(var roots, var resources) -> readPlain(roots, resources);
            case Explicit(var roots, var classpath) -> readExplicit(roots, classpath);
        };
    }

    /// The kinds of projects.
    private sealed interface Kind {}

    private record Jbang(Path file) implements Kind {}

    /// @param resources folders whose other files belong on the class path
    private record Plain(List<Path> roots, List<Path> resources) implements Kind {}

    /// @param roots     compiled if there are any
    /// @param classpath as written, globs included
    private record Explicit(List<Path> roots, List<String> classpath) implements Kind {}

    private static Kind kind(Path folder, FunctionConfig function) {
        var source = function.source();
        if (!function.classpath().isEmpty()) return new Explicit(source, function.classpath());
        if (source.size() == 1 && source.getFirst().toString().endsWith(".java")) return new Jbang(source.getFirst());
        if (!source.isEmpty()) return new Plain(source, source.stream().filter(Files::isDirectory).toList());
        var scripts = scripts(folder, function.handlerPath()).filter(JavaProject::isJbang).findFirst();
        if (scripts.isPresent()) return new Jbang(scripts.get());
        var main = folder.resolve("src").resolve("main").resolve("java");
        if (Files.isDirectory(main)) return new Plain(List.of(main), Stream.of(main.resolveSibling("resources")).filter(Files::isDirectory).toList());
        var src = folder.resolve("src");
        return Files.isDirectory(src) ? new Plain(List.of(src), List.of(src)) : new Plain(List.of(folder), List.of());
    }

    /// Where the handler's class would be if it were a JBang file: beside the configuration, alone or in the folders of its package.
    private static Stream<Path> scripts(Path folder, String handlerPath) {
        var name = handlerPath.replaceFirst("::.*", "").replaceFirst("\\$.*", "");
        var simple = name.substring(name.lastIndexOf('.') + 1) + ".java";
        return Stream.of(folder.resolve(simple), folder.resolve(name.replace('.', '/') + ".java"), folder.resolve("src").resolve(simple)).filter(Files::isRegularFile);
    }

    private static boolean isJbang(Path file) {
        try {
            return JbangFile.hasDirectives(Files.readString(file, ISO_8859_1));
        } catch (IOException _) {
            return false;
        }
    }

    private JbangFile directives(Path file) {
        return JbangFile.read(file, folder, System.getenv(), System.getProperties());
    }

    private SourceSet readJbang(Path file, Dependencies dependencies) throws InterruptedException {
        var read = directives(file);
        var problems = new ArrayList<>(read.problems());
        var jars = new ArrayList<Path>();
        try {
            if (problems.isEmpty()) jars.addAll(dependencies.resolve(read.dependencies(), read.repositories()));
        } catch (UnresolvedException e) {
            problems.add(e.getMessage());
        }
        jars.addAll(read.jars());
        return new SourceSet(read.sources(), List.of(), read.files(), jars, List.of(), read.compileOptions(), read.runtimeOptions(), read.release(), read.minimum(), read.watched(), problems);
    }

    private SourceSet readPlain(List<Path> roots, List<Path> resources) throws IOException {
        var lib = folder.resolve("lib");
        var watched = new LinkedHashSet<>(roots);
        watched.addAll(resources);
        watched.add(lib);
        var sources = javaFiles(roots);
        var problems = sources.isEmpty() ? List.of("no Java files in " + String.join(", ", roots.stream().map(this::shownFolder).toList()) + "; set source or classpath") : List.<String>of();
        return new SourceSet(sources, resources, Map.of(), SourceSet.jarsIn(lib), List.of(), List.of(), List.of(), OptionalInt.empty(), OptionalInt.empty(), watched, problems);
    }

    private SourceSet readExplicit(List<Path> roots, List<String> classpath) throws IOException {
        var watched = new LinkedHashSet<>(roots);
        var entries = new ArrayList<Path>();
        var problems = new ArrayList<String>();
        for (var written : classpath) {
            var found = entries(written, watched);
            if (found.isEmpty()) problems.add("classpath: " + written + " matches nothing in " + folder);
            entries.addAll(found);
        }
        return new SourceSet(javaFiles(roots), List.of(), Map.of(), entries, List.of(), List.of(), List.of(), OptionalInt.empty(), OptionalInt.empty(), watched, problems);
    }

    private Set<Path> javaFiles(List<Path> roots) throws IOException {
        var sources = new LinkedHashSet<Path>();
        for (var root : roots) {
            if (Files.isRegularFile(root)) sources.add(root);
            else sources.addAll(SourceSet.javaFiles(root, root.equals(folder)));
        }
        return sources;
    }

    /// What a class path entry with or without a glob means, and where to watch for it.
    private List<Path> entries(String written, Set<Path> watched) throws IOException {
        if (!written.matches(".*[*?\\[{].*")) {
            var entry = folder.resolve(written).normalize();
            watched.add(entry);
            return Files.exists(entry) ? List.of(entry) : List.of();
        }
        int fixed = written.lastIndexOf('/', written.replaceAll("[*?\\[{].*", "").length() - 1) + 1;
        var base = folder.resolve(written.substring(0, fixed)).normalize();
        watched.add(base);
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + written.substring(fixed));
        if (!Files.isDirectory(base)) return List.of();
        try (var paths = Files.walk(base)) {
            return paths.filter(path -> !path.equals(base) && matcher.matches(base.relativize(path))).sorted().toList();
        }
    }

    private String shownFolder(Path path) {
        var shown = Diagnostic.shown(path, folder);
        return shown.isEmpty() ? "." : shown;
    }
}
