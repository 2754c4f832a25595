package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What a project is described by: Maven's `pom.xml` or Gradle's `build.gradle`. Read once; the answer is kept until
/// one of the build files changes.
enum BuildTool {
    MAVEN("Maven project", "mvn", "mvn -q process-classes", List.of("pom.xml")),
    GRADLE("Gradle project", "gradle", "gradle -q classes",
            List.of("build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle"));

    /// Of what is kept; another one for each change of what a [ProjectModel] holds.
    private static final String FORMAT = "2";

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
    /// @param roots       source folders that the configuration names: they choose the module; may be empty
    ProjectModel model(Path folder, String handlerFile, List<Path> roots, CacheFolder cache, Dependencies dependencies,
            Consumer<String> progress)
            throws UnresolvedException, IOException, InterruptedException {
        var key = CacheFolder.key(List.of(FORMAT, name(), folder.toString(), handlerFile, roots.toString()));
        var known = cache.read("models", key).map(ProjectModel::new).filter(ProjectModel::isValid);
        if (known.isPresent() && known.get().isFresh()) return known.get();
        progress.accept("reading " + title + " " + buildFile(folder).orElseThrow().getFileName());
        var begun = Instant.now();
        ProjectModel read;
        try {
            read = new ProjectModel(switch (this) {
                case MAVEN -> dependencies.pom(folder, handlerFile, roots);
                case GRADLE -> GradleModel.read(wrapper(folder).map(Path::toString)
                        .orElse(BuildProcess.WINDOWS ? "gradle.bat" : "gradle"), folder, handlerFile, roots, cache);
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

    /// The command that compiles this project, by the project's own wrapper where it has one.
    String compileCommand(Path folder) {
        return compile.replaceFirst(program, java.util.regex.Matcher
                .quoteReplacement(wrapper(folder).map(path -> '"' + path.toString() + '"').orElse(program)));
    }

    private Optional<Path> wrapper(Path folder) {
        var name = program + "w" + (BuildProcess.WINDOWS ? this == MAVEN ? ".cmd" : ".bat" : "");
        return Stream.iterate(folder, place -> place != null, Path::getParent).limit(4)
                .map(place -> place.resolve(name)).filter(Files::isRegularFile).findFirst();
    }
}
