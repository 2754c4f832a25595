package smyth.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the sources behind a Java function of a template, so that a save is all it takes: the module whose sources
/// declare the handler's class. Without sources, what was built counts.
record JavaCode(ProjectFiles files, SourceIndex sources) {
    private static final List<String> BUILD_FILES = List.of("pom.xml", "build.gradle", "build.gradle.kts");
    private static final List<String> ROOTS = List.of("src/main/java", "src/main/kotlin", "src/main/groovy",
            "src/main/scala", "src", "");

    /// @param place the folder, jar or zip that the template names; it need not be there
    /// @return whether there is anything to run
    boolean find(TemplateFunction function, Path place) {
        var type = function.text(HandlerSettings.HANDLER_PATH).orElse("").replaceFirst("::.*", "")
                .replaceFirst("[$].*", "").replace('.', '/');
        var start = place;
        while (!Files.isDirectory(start) && start.getParent() != null) start = start.getParent();
        var project = type.isEmpty() ? Optional.<Path>empty() : declaring(type, start);
        if (project.isEmpty()) project = Files.exists(place) && isBuilt(place) ? Optional.empty() : nearest(start);
        if (project.isPresent()) {
            function.set(HandlerSettings.PROJECT, project.get().toString());
            return true;
        }
        if (!Files.exists(place)) return false;
        built(function, place);
        return true;
    }

    /// The project that declares a class: in the folder, in one above, or in a module below one of these.
    private Optional<Path> declaring(String type, Path start) {
        var names = Stream.of(".java", ".kt", ".groovy", ".scala").map(type::concat).toArray(String[]::new);
        for (var folder = start; folder != null && files.isInside(folder); folder = folder.getParent()) {
            for (var root : ROOTS)
                for (var name : names)
                    if (Files.isRegularFile(folder.resolve(root).resolve(name)))
                        return nearest(folder).filter(found -> isAtOrBelow(found, start)).or(() -> Optional.of(start));
            if (!folder.equals(start) && !hasBuildFile(folder) && !folder.equals(files.folder())) continue;
            var below = sources.below(folder, names);
            if (below.isPresent())
                return nearest(below.get().getParent()).or(() -> below.map(file -> root(file, type)));
        }
        return Optional.empty();
    }

    private boolean isAtOrBelow(Path found, Path start) {
        return start.startsWith(found) || found.startsWith(start);
    }

    /// The folder of the nearest build file.
    private Optional<Path> nearest(Path start) {
        for (var folder = start; folder != null && files.isInside(folder); folder = folder.getParent())
            if (hasBuildFile(folder)) return Optional.of(folder);
        return Optional.empty();
    }

    private static boolean hasBuildFile(Path folder) {
        return BUILD_FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /// The folder in which the packages of a source file begin, or the project around `src/main/java`.
    private static Path root(Path file, String type) {
        var root = file.getParent();
        for (int i = type.split("/").length; i > 1; i--) root = root.getParent();
        for (var usual : List.of("src/main/java", "src"))
            if (root.endsWith(usual)) return root.resolve(usual.replaceAll("[^/]+", "..")).normalize();
        return root;
    }

    private static boolean isBuilt(Path place) {
        if (!Files.isDirectory(place)) return true;
        try (var found = Files.find(place, 8, (path, _) -> path.toString().endsWith(".class"))) {
            return found.findFirst().isPresent();
        } catch (java.io.IOException | java.io.UncheckedIOException _) {
            return false;
        }
    }

    /// What a build left behind: a jar, or classes with their libraries.
    private static void built(TemplateFunction function, Path place) {
        var classpath = new ArrayList<>(List.of(place.toString()));
        if (Files.isDirectory(place.resolve("lib"))) classpath.add(place.resolve("lib") + "/*.jar");
        if (isBuilt(place)) function.set(HandlerSettings.CLASSPATH, classpath);
        else function.set(HandlerSettings.PROJECT, place.toString());
    }
}
