package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

/// The POMs of one build: the folder's, those of its modules, and those above it of which it is a module.
final class PomFiles {
    private PomFiles() {}

    /// The modules of the build that a folder belongs to, the folder itself among them.
    static Map<Path, Model> of(Path folder) throws UnresolvedException {
        var best = collect(folder, new LinkedHashMap<>());
        for (var above = folder.getParent(); above != null
                && Files.isRegularFile(above.resolve("pom.xml")); above = above.getParent()) {
            var wider = collect(above, new LinkedHashMap<>());
            if (wider.containsKey(folder)) best = wider;
        }
        return best;
    }

    /// The module in which the first of these source folders lies; empty where none does.
    static Optional<Path> around(List<Path> roots, Collection<Path> modules) {
        return roots.stream().findFirst().flatMap(root -> modules.stream().filter(root::startsWith)
                .max(Comparator.comparing(Path::getNameCount)));
    }

    private static Map<Path, Model> collect(Path folder, Map<Path, Model> found) throws UnresolvedException {
        if (found.containsKey(folder) || !Files.isRegularFile(folder.resolve("pom.xml"))) return found;
        var model = raw(folder.resolve("pom.xml"));
        found.put(folder, model);
        for (var module : model.getModules()) {
            var place = folder.resolve(module).normalize();
            collect(place.getFileName().toString().endsWith(".xml") ? place.getParent() : place, found);
        }
        return found;
    }

    /// A POM as it is written.
    static Model raw(Path pom) throws UnresolvedException {
        try (var in = Files.newInputStream(pom)) {
            var model = new MavenXpp3Reader().read(in, false);
            model.setPomFile(pom.toFile());
            return model;
        } catch (IOException | XmlPullParserException e) {
            throw new UnresolvedException(pom, e.getMessage());
        }
    }

    static Path parentFile(Path pom, Parent parent) {
        var place = pom.resolveSibling(parent.getRelativePath() == null ? "../pom.xml" : parent.getRelativePath())
                .normalize();
        return Files.isDirectory(place) ? place.resolve("pom.xml") : place;
    }

    /// Whether the handler's source lies in a module.
    ///
    /// @param handlerFile below a source root, without its ending: `shop/Orders`
    static boolean holds(Path module, Model raw, String handlerFile) {
        var named = raw.getBuild() == null ? null : raw.getBuild().getSourceDirectory();
        var roots = Stream.of(named == null || named.contains("${") ? "src/main/java" : named, "src/main/kotlin",
                "src/main/groovy", "src/main/scala");
        return roots.map(module::resolve).anyMatch(root -> Stream.of(".java", ".kt", ".groovy", ".scala")
                .anyMatch(end -> Files.exists(root.resolve(handlerFile + end))));
    }
}
