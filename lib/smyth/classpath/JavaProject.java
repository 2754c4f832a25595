package smyth.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import smyth.config.Function;

/// Where the classes of one Java function come from. Made by [JavaBuilder#project]; holds no state of its own, so it
/// may be asked again at any time.
public final class JavaProject {
    private final JavaBuilder builder;
    private final Path folder;
    private final Optional<String> command;
    private final Kind kind;

    JavaProject(JavaBuilder builder, Path folder, Function function) {
        this.builder = builder;
        this.folder = folder;
        this.command = function.code().build();
        this.kind = kind(folder, function);
    }

    /// `JBang file Hello.java`, `Maven project pom.xml`.
    public String description() {
        return switch (kind) {
            case Jbang(var file) -> "JBang file " + shown(file);
            case Described described ->
                described.tool().title + " " + described.tool().buildFile(folder).map(this::shown).orElse("");
            case Plain(var roots, _) -> "Java files in " + shown(roots);
            case Explicit explicit -> "class path " + String.join(", ", explicit.classpath());
        };
    }

    /// The Java release that the project names: what to choose the handler's JDK by when the configuration does not
    /// say. Reads files; for a build tool's project it blocks as [#build] does, once.
    public OptionalInt release() {
        return switch (kind) {
            case Jbang(var file) -> directives(file).minimum();
            case Described described -> model(described).map(ProjectModel::release).orElse(OptionalInt.empty());
            case Plain _,Explicit _ -> OptionalInt.empty();
        };
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

    /// Which project this is: functions of the same one share it, and are built one after the other.
    String id() {
        return switch (kind) {
            case Jbang(var file) -> file.toString();
            case Described(var tool, var roots, _) -> tool + " " + folder + " " + roots;
            case Plain(var roots, _) -> roots.toString();
            case Explicit(var roots, var classpath) -> folder + " " + roots + " " + classpath;
        } + command.map(text -> " " + text).orElse("");
    }

    /// The part of it that is compiled by itself: a module of a build tool's project.
    String module(SourceSet set) {
        return kind instanceof Described ? id() + " " + set.outputs : id();
    }

    /// What a compile error of ours may come from, and what to do about it; empty where there is no other way.
    Optional<String> alternative() {
        return kind instanceof Described described ? Optional.of("build = \"" + described.tool().compile + "\"")
                : Optional.empty();
    }

    SourceSet read() throws IOException, InterruptedException {
        var set = new SourceSet();
        switch (kind) {
            case Jbang(var file) -> readJbang(file, set);
            case Described described -> readDescribed(described, set);
            case Plain plain -> readPlain(plain, set);
            case Explicit explicit -> readExplicit(explicit, set);
        }
        if (command.isPresent()) {
            set.command = command;
            if (set.outputs.isEmpty() && !(kind instanceof Explicit))
                set.problems.add(
                        "build is set, but not where its classes are; set classpath, for example "
                                + "[\"target/classes\", \"lib/*.jar\"]");
        }
        return set;
    }

    /// The kinds of projects.
    private sealed interface Kind {}

    private record Jbang(Path file) implements Kind {}

    /// @param roots       as configured; empty means those that the build file names
    /// @param handlerFile where the handler's source lies below a source root, without its ending
    private record Described(BuildTool tool, List<Path> roots, String handlerFile) implements Kind {}

    /// @param resources folders whose other files belong on the class path
    private record Plain(List<Path> roots, List<Path> resources) implements Kind {}

    /// @param roots     compiled if there are any
    /// @param classpath as written, globs included
    private record Explicit(List<Path> roots, List<String> classpath) implements Kind {}

    private static Kind kind(Path folder, Function function) {
        var source = function.code().source();
        if (!function.code().classpath().isEmpty()) return new Explicit(source, function.code().classpath());
        if (source.size() == 1 && source.getFirst().toString().endsWith(".java")) return new Jbang(source.getFirst());
        var name = function.code().handler().replaceFirst("::.*", "").replaceFirst("\\$.*", "");
        var script = scripts(folder, name).filter(JavaProject::isJbang).findFirst();
        if (script.isPresent() && source.isEmpty()) return new Jbang(script.get());
        var tool = BuildTool.of(folder);
        if (tool.isPresent()) return new Described(tool.get(), source, name.replace('.', '/'));
        if (!source.isEmpty()) return new Plain(source, source.stream().filter(Files::isDirectory).toList());
        var main = folder.resolve("src").resolve("main").resolve("java");
        if (Files.isDirectory(main)) return new Plain(List.of(main),
                Stream.of(main.resolveSibling("resources")).filter(Files::isDirectory).toList());
        var src = folder.resolve("src");
        return Files.isDirectory(src) ? new Plain(List.of(src), List.of(src)) : new Plain(List.of(folder), List.of());
    }

    /// Where the handler's class would be if it were a JBang file: beside the configuration, alone or in the folders
    /// of its package.
    private static Stream<Path> scripts(Path folder, String className) {
        var simple = className.substring(className.lastIndexOf('.') + 1) + ".java";
        return Stream.of(folder.resolve(simple), folder.resolve(className.replace('.', '/') + ".java"),
                folder.resolve("src").resolve(simple)).filter(Files::isRegularFile);
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

    private void readJbang(Path file, SourceSet set) throws InterruptedException {
        var read = directives(file);
        set.sources.addAll(read.sources());
        set.files.putAll(read.files());
        set.options.addAll(read.compileOptions());
        set.runtimeOptions.addAll(read.runtimeOptions());
        set.release = read.release();
        set.minimum = read.minimum();
        set.watched.addAll(read.watched());
        set.problems.addAll(read.problems());
        try {
            if (set.problems.isEmpty())
                set.jars.addAll(builder.dependencies().resolve(read.dependencies(), read.repositories()));
        } catch (UnresolvedException e) {
            set.problems.add(e.getMessage());
        }
        set.jars.addAll(read.jars());
    }

    private void readDescribed(Described project, SourceSet set) throws IOException, InterruptedException {
        project.tool().buildFile(folder).ifPresent(set.watched::add);
        ProjectModel model;
        try {
            model = builder.model(project.tool(), folder, project.handlerFile());
        } catch (UnresolvedException e) {
            set.problems.add(e.getMessage());
            set.watched.addAll(project.tool().buildFilesAround(folder));
            return;
        }
        set.watched.addAll(model.paths("file"));
        set.outputs.addAll(model.paths("output"));
        for (var root : project.roots().isEmpty() ? model.paths("source") : project.roots())
            set.addSources(root, false);
        for (var folder : model.paths("resource")) {
            set.resources.add(folder);
            set.watched.add(folder);
        }
        for (var folder : model.paths("filtered")) set.addFiltered(folder);
        set.jars.addAll(model.paths("jar"));
        set.compileOnly.addAll(model.paths("provided"));
        set.processors.addAll(model.paths("processor"));
        set.options.addAll(model.options());
        set.release = model.release();
        set.minimum = model.release();
        if (!model.all("tool").isEmpty()) set.command = Optional.of(project.tool().compileCommand(folder));
        // What else is compiled lies beside: src/main/kotlin, src/main/proto.
        if (set.command.or(() -> command).isPresent()) model.paths("source").stream().map(Path::getParent)
                .filter(parent -> parent.endsWith("main")).forEach(set.watched::add);
        if (set.sources.isEmpty() && set.command.isEmpty() && command.isEmpty())
            set.problems.add("no Java files in " + shown(model.paths("source")) + "; set source or classpath");
    }

    private Optional<ProjectModel> model(Described project) {
        try {
            return Optional.of(builder.model(project.tool(), folder, project.handlerFile()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException | UnresolvedException _) {
            return Optional.empty(); // said by the build that follows
        }
    }

    private void readPlain(Plain project, SourceSet set) throws IOException {
        for (var root : project.roots()) set.addSources(root, root.equals(folder));
        set.resources.addAll(project.resources());
        set.watched.addAll(project.resources());
        set.addJarsIn(folder.resolve("lib"));
        if (set.sources.isEmpty())
            set.problems.add("no Java files in " + shown(project.roots()) + "; set source or classpath");
    }

    private void readExplicit(Explicit project, SourceSet set) throws IOException {
        for (var root : project.roots()) set.addSources(root, root.equals(folder));
        for (var written : project.classpath()) {
            var found = entries(written, set.watched);
            if (found.isEmpty() && command.isEmpty())
                set.problems.add("classpath: " + written + " matches nothing in " + folder);
            for (var entry : found)
                (command.isPresent() && Files.isDirectory(entry) ? set.outputs : set.jars).add(entry);
        }
        if (command.isEmpty()) return;
        // The command writes to the class path: to watch that would start it again and again.
        set.watched.clear();
        set.watched
                .addAll(project.roots().isEmpty()
                        ? Stream.of("src", "pom.xml", "build.gradle", "build.gradle.kts").map(folder::resolve)
                                .filter(Files::exists).toList()
                        : project.roots());
        if (set.watched.isEmpty()) set.problems
                .add("build is set, but there is no src folder to watch; set source to the folders that it compiles");
    }

    /// What a class path entry with or without a glob means, and where to watch for it.
    private List<Path> entries(String written, Set<Path> watched) throws IOException {
        if (!written.matches(".*[*?\\[{].*")) {
            var entry = folder.resolve(written).normalize();
            watched.add(entry);
            return Files.exists(entry) || command.isPresent() ? List.of(entry) : List.of();
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

    private String shown(List<Path> paths) {
        return String.join(", ", paths.stream().map(this::shown).toList());
    }

    private String shown(Path path) {
        var shown = Diagnostic.shown(path, folder);
        return shown.isEmpty() ? "." : shown;
    }
}
