package smyth.classpath;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.maven.model.Model;
import org.apache.maven.repository.internal.ArtifactDescriptorUtils;
import org.eclipse.aether.artifact.ArtifactTypeRegistry;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.util.artifact.JavaScopes;

/// The dependencies of a module, resolved as Maven does.
record PomClasspath(Resolver resolver) {
    /// Test dependencies take part in choosing versions, as they do in Maven, but are not fetched.
    List<ArtifactResult> of(Path module, Model model) throws UnresolvedException {
        var types = resolver.session.getArtifactTypeRegistry();
        var request = new CollectRequest().setRepositories(repositories(model))
                .setRootArtifact(
                        new DefaultArtifact(model.getGroupId(), model.getArtifactId(), "pom", model.getVersion()));
        var wanted = new ArrayList<Coordinate>();
        for (var dependency : model.getDependencies()) {
            request.addDependency(dependency(dependency, types));
            wanted.add(new Coordinate(
                    dependency.getGroupId() + ":" + dependency.getArtifactId() + ":" + dependency.getVersion(),
                    module.resolve("pom.xml"), 0));
        }
        if (model.getDependencyManagement() != null)
            for (var dependency : model.getDependencyManagement().getDependencies())
                request.addManagedDependency(dependency(dependency, types));
        if (wanted.isEmpty()) return List.of();
        return resolver.resolve(request, wanted, JavaScopes.COMPILE, JavaScopes.RUNTIME, JavaScopes.PROVIDED,
                JavaScopes.SYSTEM);
    }

    private static Dependency dependency(org.apache.maven.model.Dependency from,
            ArtifactTypeRegistry types) {
        var type = types.get(from.getType());
        var artifact = new DefaultArtifact(from.getGroupId(), from.getArtifactId(),
                from.getClassifier() != null ? from.getClassifier() : type == null ? "" : type.getClassifier(),
                type == null ? from.getType() : type.getExtension(), from.getVersion(), type);
        var placed = from.getSystemPath() == null ? artifact : artifact.setFile(new File(from.getSystemPath()));
        var exclusions = from.getExclusions().stream()
                .map(exclusion -> new Exclusion(exclusion.getGroupId(), exclusion.getArtifactId(), "*", "*")).toList();
        return new Dependency(placed,
                from.getScope() == null || from.getScope().isEmpty() ? JavaScopes.COMPILE : from.getScope(),
                from.isOptional(), exclusions);
    }

    /// Those that the settings name, then those of the POM.
    List<RemoteRepository> repositories(Model model) {
        var named = model.getRepositories().stream().map(ArtifactDescriptorUtils::toRemoteRepository).toList();
        var all = new LinkedHashMap<String, RemoteRepository>();
        resolver.context.remoteRepositories().forEach(repository -> all.put(repository.getId(), repository));
        resolver.context.repositorySystem().newResolutionRepositories(resolver.session, named)
                .forEach(repository -> all.putIfAbsent(repository.getId(), repository));
        return List.copyOf(all.values());
    }
}
