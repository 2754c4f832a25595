package smyth.classpath;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.ResolutionErrorPolicy;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;

/// Maven's own resolver, with the user's settings, mirrors and local repository. Costs half a second of class
/// loading, so [#resolve] asks it last.
final class Resolver {
    final Context context;
    final DefaultRepositorySystemSession session;
    private final List<RemoteRepository> repositories;

    Resolver(Context context, List<Repository> wanted) {
        this.context = context;
        this.session = new DefaultRepositorySystemSession(context.repositorySystemSession());
        // What was missing yesterday may be there today; a save is a request to look again.
        session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(ResolutionErrorPolicy.CACHE_DISABLED,
                ResolutionErrorPolicy.CACHE_DISABLED));
        this.repositories = wanted.isEmpty() ? context.remoteRepositories()
                : context.repositorySystem().newResolutionRepositories(session, wanted.stream()
                        .map(repository -> new RemoteRepository.Builder(repository.id(), "default", repository.url())
                                .build())
                        .toList());
    }

    static List<Path> resolve(List<Coordinate> wanted, List<Repository> repositories, Consumer<String> progress)
            throws UnresolvedException {
        try (var context = context(progress, MavenConfig.NONE)) {
            return new Resolver(context, repositories).resolve(wanted);
        }
    }

    static Context context(Consumer<String> progress, MavenConfig config) {
        return Runtimes.INSTANCE.getRuntime().create(ContextOverrides.create().withUserSettings(true)
                .userProperties(config.properties()).transferListener(new Progress(progress))
                .configProperties(
                        Map.of("aether.connector.connectTimeout", 10_000, "aether.connector.requestTimeout", 30_000))
                .build());
    }

    private List<Path> resolve(List<Coordinate> wanted) throws UnresolvedException {
        var managed = new ArrayList<Dependency>();
        for (var bom : wanted) if (bom.type().equals("pom")) managed.addAll(managedBy(bom));
        var request = new CollectRequest().setRepositories(repositories).setManagedDependencies(managed);
        for (var coordinate : wanted) if (!coordinate.type().equals("pom"))
            request.addDependency(new Dependency(artifact(coordinate, managed), JavaScopes.COMPILE));
        return resolve(request, wanted, JavaScopes.COMPILE, JavaScopes.RUNTIME).stream()
                .map(result -> result.getArtifact().getFile().toPath()).toList();
    }

    /// @param wanted for messages: where each of the direct dependencies is written
    List<ArtifactResult> resolve(CollectRequest request, List<Coordinate> wanted, String... scopes)
            throws UnresolvedException {
        try {
            var found = context.repositorySystem().resolveDependencies(session,
                    new DependencyRequest(request, DependencyFilterUtils.classpathFilter(scopes)));
            return found.getArtifactResults().stream()
                    .filter(result -> !result.getArtifact().getExtension().equals("pom")).toList();
        } catch (DependencyResolutionException e) {
            throw new UnresolvedException(diagnostics(e, wanted));
        }
    }

    private List<Dependency> managedBy(Coordinate bom) throws UnresolvedException {
        var artifact = artifact(bom, List.of());
        try {
            var descriptor = context.repositorySystem().readArtifactDescriptor(session,
                    new ArtifactDescriptorRequest(artifact, repositories, "bom"));
            if (!descriptor.getExceptions().isEmpty()) throw new UnresolvedException(List.of(
                    missing(bom, artifact.toString(), "", descriptor.getExceptions().getFirst())));
            return descriptor.getManagedDependencies();
        } catch (ArtifactDescriptorException e) {
            throw new UnresolvedException(List.of(missing(bom, artifact.toString(), "", e)));
        }
    }

    private static Artifact artifact(Coordinate wanted, List<Dependency> managed) throws UnresolvedException {
        var version = wanted.version();
        if (version.isEmpty())
            version = managed.stream().map(Dependency::getArtifact)
                    .filter(artifact -> artifact.getGroupId().equals(wanted.group())
                            && artifact.getArtifactId().equals(wanted.artifact()))
                    .map(Artifact::getVersion).findFirst()
                    .orElseThrow(() -> new UnresolvedException(List.of(wanted.error(wanted.text()
                            + " has no version, and no BOM (group:artifact:version@pom) above it gives one"))));
        // JBang's "1.2+" is Maven's "[1.2,)".
        if (version.endsWith("+")) version = "[" + version.substring(0, version.length() - 1) + ",)";
        return new DefaultArtifact(wanted.group(), wanted.artifact(), wanted.classifier(), wanted.type(), version);
    }

    private List<Diagnostic> diagnostics(DependencyResolutionException failure, List<Coordinate> wanted) {
        var missing = failure.getResult() == null ? List.<ArtifactResult>of()
                : failure.getResult().getArtifactResults().stream().filter(result -> !result.isResolved()).toList();
        if (missing.isEmpty() || failure.getResult().getRoot() == null)
            return List.of(wanted.getFirst().error(rootCause(failure).getMessage()));
        var messages = new ArrayList<Diagnostic>();
        for (var result : missing) {
            var artifact = result.getRequest().getArtifact();
            var root = failure.getResult().getRoot().getChildren().stream().filter(child -> needs(child, artifact))
                    .findFirst();
            var coordinate = root
                    .flatMap(node -> wanted.stream().filter(one -> one.group().equals(node.getArtifact().getGroupId())
                            && one.artifact().equals(node.getArtifact().getArtifactId())).findFirst())
                    .orElse(wanted.getFirst());
            boolean direct = root.isPresent() && root.get().getArtifact().equals(artifact);
            messages.add(missing(coordinate, shown(artifact), direct ? "" : ", which " + coordinate.text() + " needs,",
                    result.getExceptions().isEmpty() ? failure : result.getExceptions().getLast()));
        }
        return messages;
    }

    private static boolean needs(DependencyNode node, Artifact artifact) {
        return node.getArtifact().equals(artifact)
                || node.getChildren().stream().anyMatch(child -> needs(child, artifact));
    }

    private Diagnostic missing(Coordinate coordinate, String what, String why, Exception cause) {
        return coordinate.error(what + why + reason(coordinate, cause));
    }

    private String reason(Coordinate coordinate, Exception cause) {
        var asked = String.join(", ", repositories.stream()
                .map(repository -> repository.getId() + " (" + repository.getUrl() + ")").toList());
        var causes = Stream.iterate((Throwable) cause, e -> e != null, Throwable::getCause).toList();
        if (session.isOffline()) return " is not in the local repository, and settings.xml says offline";
        if (causes.stream().anyMatch(e -> e instanceof UnknownHostException || e instanceof ConnectException))
            return " could not be fetched: " + asked
                    + " cannot be reached. Once fetched, it is there without network too";
        if (cause.getClass().getSimpleName().endsWith("NotFoundException"))
            return " was not found in " + asked + "; check group, artifact and version, or name its repository "
                    + (coordinate.file().endsWith("pom.xml") ? "in the pom.xml" : "with //REPOS");
        return " could not be fetched from " + asked + ": " + rootCause(cause).getMessage();
    }

    private static String shown(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion()
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier())
                + (artifact.getExtension().equals("jar") ? "" : "@" + artifact.getExtension());
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }

    private static final class Progress extends AbstractTransferListener {
        private final Consumer<String> progress;

        Progress(Consumer<String> progress) {
            this.progress = progress;
        }

        @Override
        public void transferInitiated(TransferEvent event) {
            var name = event.getResource().getResourceName();
            if (name.endsWith(".jar")) progress.accept("fetching " + name.substring(name.lastIndexOf('/') + 1));
        }
    }
}
