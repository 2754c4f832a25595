package smyth.classpath;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What a project is described by: Maven's `pom.xml` or Gradle's `build.gradle`. Read once; the answer is kept until
/// one of the build files changes.
enum BuildTool {
    MAVEN("Maven project", "mvn", "mvn -q compile", List.of("pom.xml")),
    GRADLE("Gradle project", "gradle", "gradle -q classes",
            List.of("build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle"));

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final boolean WINDOWS = File.separatorChar == '\\';

    final String title;
    final String compile;
    private final String program;
    private final List<String> buildFiles;

    BuildTool(String title, String program, String compile, List<String> buildFiles) {
        this.title = title;
        this.program = program;
        this.compile = compile;
        this.buildFiles = buildFiles;
    }

    static Optional<BuildTool> of(Path folder) {
        return Arrays.stream(values()).filter(tool -> tool.buildFile(folder).isPresent()).findFirst();
    }

    Optional<Path> buildFile(Path folder) {
        return buildFiles.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    /// What the project that holds a handler is made of. Blocks while dependencies are fetched, or while Gradle
    /// configures the project.
    ///
    /// @param handlerFile where its source lies below a source root: `shop/Orders`
    ProjectModel model(Path folder, String handlerFile, CacheFolder cache, Dependencies dependencies,
            Consumer<String> progress)
            throws UnresolvedException, IOException, InterruptedException {
        var key = CacheFolder.key(List.of(name(), folder.toString(), handlerFile));
        var known = cache.read("models", key).map(ProjectModel::new).filter(ProjectModel::isValid);
        if (known.isPresent() && known.get().isFresh()) return known.get();
        progress.accept("reading " + title + " " + buildFile(folder).orElseThrow().getFileName());
        var begun = Instant.now();
        ProjectModel read;
        try {
            read = new ProjectModel(switch (this) {
                case MAVEN -> dependencies.pom(folder, handlerFile);
                case GRADLE -> gradle(folder, handlerFile, cache);
            });
        } catch (UnresolvedException e) {
            return known.orElseThrow(() -> e); // no newer snapshot at the moment, offline perhaps
        }
        if (!read.changedSince(begun)) cache.write("models", key, read.kept());
        return read;
    }

    /// Build files above and below, for the time in which they cannot be understood.
    List<Path> buildFilesAround(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        for (var above = folder.getParent(); above != null && buildFile(above).isPresent(); above = above.getParent())
            found.add(buildFile(above).get());
        try (var below = Files.find(folder, 4, (path, attributes) -> attributes.isRegularFile()
                && buildFiles.contains(path.getFileName().toString()))) {
            below.forEach(found::add);
        }
        return found;
    }

    /// Has the build tool itself compile.
    ///
    /// @return what it said when it failed; empty when all went well
    static Optional<String> run(String command, Path folder) throws IOException, InterruptedException {
        return run(WINDOWS ? List.of("cmd", "/c", command) : List.of("sh", "-c", command), command, folder,
                new StringBuilder());
    }

    /// The command that compiles this project, by the project's own wrapper where it has one.
    String compileCommand(Path folder) {
        return compile.replaceFirst(program, java.util.regex.Matcher
                .quoteReplacement(wrapper(folder).map(path -> '"' + path.toString() + '"').orElse(program)));
    }

    private Optional<Path> wrapper(Path folder) {
        var name = program + "w" + (WINDOWS ? this == MAVEN ? ".cmd" : ".bat" : "");
        return Stream.iterate(folder, place -> place != null, Path::getParent).limit(4)
                .map(place -> place.resolve(name)).filter(Files::isRegularFile).findFirst();
    }

    private static Optional<String> run(List<String> command, String shown, Path folder, StringBuilder output)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.of(shown + " cannot be started: " + e.getMessage());
        }
        process.getOutputStream().close();
        var last = new ArrayDeque<String>();
        var pump = CompletableFuture.runAsync(() -> read(process, output, last),
                task -> Thread.ofPlatform().daemon().name("build output").start(task));
        try {
            if (!process.waitFor(BUILD_LIMIT.toSeconds(), TimeUnit.SECONDS))
                return Optional.of(shown + " took longer than " + BUILD_LIMIT.toMinutes() + " minutes and was ended");
            pump.join();
            return process.exitValue() == 0 ? Optional.empty()
                    : Optional.of(shown + " ended with code " + process.exitValue() + "\n" + String.join("\n", last));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, StringBuilder output, ArrayDeque<String> last) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                last.addLast(line);
                if (last.size() > 60) last.removeFirst();
            }
        } catch (IOException _) {
            return; // ended
        }
    }

    private List<String> gradle(Path folder, String handlerFile, CacheFolder cache)
            throws UnresolvedException, IOException, InterruptedException {
        var script = Files.createTempFile(cache.folder("models"), "smyth", ".gradle");
        try {
            Files.writeString(script, GRADLE_SCRIPT);
            var command = List.of(wrapper(folder).map(Path::toString).orElse(WINDOWS ? "gradle.bat" : "gradle"), "-q",
                    "--init-script", script.toString(),
                    "-Dorg.gradle.configuration-cache=false", "smythModel");
            var output = new StringBuilder();
            var failure = run(command, command.getFirst(), folder, output);
            if (failure.isPresent())
                throw new UnresolvedException("the class path could not be asked from Gradle: " + failure.get());
            var lines = output.toString().lines().filter(line -> line.startsWith("smyth\t"))
                    .map(line -> line.substring(6)).toList();
            return Stream.concat(gradleFiles(folder).stream().map(file -> "file\t" + file),
                    chosen(lines, folder, handlerFile).stream()).toList();
        } finally {
            Files.deleteIfExists(script);
        }
    }

    /// The lines of the project that holds the handler, with the sources of the projects that it depends on.
    private static List<String> chosen(List<String> lines, Path folder, String handlerFile) throws UnresolvedException {
        var projects = new LinkedHashMap<String, List<String>>();
        for (var line : lines) {
            if (line.startsWith("project\t")) projects.put(line.substring(8), new ArrayList<>());
            else if (!projects.isEmpty()) projects.lastEntry().getValue().add(line);
        }
        var holder = projects.keySet().stream()
                .filter(project -> new ProjectModel(projects.get(project)).holds(handlerFile)).findFirst()
                .or(() -> projects.keySet().stream().filter(project -> Path.of(project).equals(folder)).findFirst())
                .orElseThrow(() -> new UnresolvedException("Gradle names no project with Java in " + folder));
        var all = new ArrayList<>(projects.get(holder));
        for (var line : projects.get(holder)) {
            if (!line.startsWith("sibling\t")) continue;
            projects.getOrDefault(line.substring(8), List.of()).stream()
                    .filter(part -> part.matches("(source|resource|output|provided|processor|tool)\t.*"))
                    .forEach(all::add);
        }
        return all;
    }

    private List<Path> gradleFiles(Path folder) throws IOException {
        var root = wrapper(folder).map(Path::getParent).orElse(folder);
        try (var files = Files.find(root, 6,
                (path, attributes) -> attributes.isRegularFile()
                        && (path.toString().matches(".*\\.(gradle|gradle\\.kts|versions\\.toml)")
                                || path.endsWith("gradle.properties")
                                || path.toString().contains(File.separator + "buildSrc" + File.separator + "src")))) {
            return files.sorted().toList();
        }
    }

    private static final String GRADLE_SCRIPT = """
            allprojects { p ->
                p.tasks.register('smythModel') {
                    doLast {
                        def sets = p.extensions.findByName('sourceSets')
                        if (sets == null) return
                        def say = { key, value -> println("smyth\\t" + key + "\\t" + value) }
                        def main = sets.getByName('main')
                        say('project', p.projectDir)
                        main.java.srcDirs.each { say('source', it) }
                        main.resources.srcDirs.each { say('resource', it) }
                        main.output.classesDirs.each { say('output', it) }
                        say('output', main.output.resourcesDir)
                        def runtime = p.configurations.getByName(main.runtimeClasspathConfigurationName).incoming.artifacts.artifacts
                        runtime.each {
                            def id = it.id.componentIdentifier
                            if (id instanceof org.gradle.api.artifacts.component.ProjectComponentIdentifier) say('sibling', p.rootProject.project(id.projectPath).projectDir)
                            else say('jar', it.file)
                        }
                        def known = runtime.collect { it.file }
                        p.configurations.getByName(main.compileClasspathConfigurationName).incoming.artifacts.artifacts.each {
                            def id = it.id.componentIdentifier
                            if (!(id instanceof org.gradle.api.artifacts.component.ProjectComponentIdentifier) && !known.contains(it.file)) say('provided', it.file)
                        }
                        def processors = p.configurations.findByName(main.annotationProcessorConfigurationName)?.files ?: []
                        processors.each { say('processor', it) }
                        if (processors.isEmpty()) say('option', '-proc:none')
                        def compile = p.tasks.getByName(main.compileJavaTaskName)
                        compile.options.allCompilerArgs.each { if (it != '-parameters' && it != '--release') say('option', it) }
                        def release = compile.options.hasProperty('release') ? compile.options.release.orNull : null
                        say('release', release ?: org.gradle.api.JavaVersion.toVersion(compile.targetCompatibility).majorVersion)
                        ['org.jetbrains.kotlin.jvm', 'groovy', 'scala', 'com.google.protobuf', 'org.openapi.generator', 'io.freefair.aspectj'].each {
                            if (p.plugins.hasPlugin(it)) say('tool', it)
                        }
                    }
                }
            }
            """;
}
