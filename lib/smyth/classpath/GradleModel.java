package smyth.classpath;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// Asks Gradle what a project is made of, by a task that an init script adds to it.
final class GradleModel {
    private static final int DEPTH = 6;

    private GradleModel() {}

    /// Blocks while Gradle configures the project.
    ///
    /// @param program     the project's wrapper, or `gradle`
    /// @param handlerFile where the handler's source lies below a source root: `shop/Orders`
    /// @return lines of a [ProjectModel]
    static List<String> read(String program, Path folder, String handlerFile, List<Path> roots,
            CacheFolder cache)
            throws UnresolvedException, IOException, InterruptedException {
        var script = Files.createTempFile(cache.folder("models"), "smyth", ".gradle");
        try {
            Files.writeString(script, SCRIPT);
            var command = List.of(program, "-q", "--init-script", script.toString(),
                    "-Dorg.gradle.configuration-cache=false", "smythModel");
            var output = new StringBuilder();
            var failure = BuildProcess.run(command, program, folder, output);
            if (failure.isPresent())
                throw new UnresolvedException("the class path could not be asked from Gradle: " + failure.get());
            var lines = output.toString().lines().filter(line -> line.startsWith("smyth\t"))
                    .map(line -> line.substring(6)).toList();
            return Stream.concat(buildFiles(program, folder).stream().map(file -> "file\t" + file),
                    chosen(lines, folder, handlerFile, roots).stream()).toList();
        } finally {
            Files.deleteIfExists(script);
        }
    }

    /// The lines of the project that holds the handler, with the sources of the projects that it depends on.
    private static List<String> chosen(List<String> lines, Path folder, String handlerFile, List<Path> roots)
            throws UnresolvedException {
        var projects = new LinkedHashMap<String, List<String>>();
        for (var line : lines) {
            if (line.startsWith("project\t")) projects.put(line.substring(8), new ArrayList<>());
            else if (!projects.isEmpty()) projects.lastEntry().getValue().add(line);
        }
        var around = PomFiles.around(roots, projects.keySet().stream().map(Path::of).toList()).map(Path::toString);
        var holder = around.or(() -> projects.keySet().stream()
                .filter(project -> new ProjectModel(projects.get(project)).holds(handlerFile)).findFirst())
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

    /// All that Gradle may read, from the folder of the wrapper downwards.
    private static List<Path> buildFiles(String program, Path folder) throws IOException {
        var root = Path.of(program).isAbsolute() ? Path.of(program).getParent() : folder;
        try (var files = Files.find(root, DEPTH,
                (path, attributes) -> attributes.isRegularFile()
                        && (path.toString().matches(".*\\.(gradle|gradle\\.kts|versions\\.toml)")
                                || path.endsWith("gradle.properties")
                                || path.toString().contains(File.separator + "buildSrc" + File.separator + "src")))) {
            return files.sorted().toList();
        }
    }

    private static final String SCRIPT = """
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
                        if (compile.options.encoding) { say('option', '-encoding'); say('option', compile.options.encoding) }
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
