package smyth.classpath;

import eu.maveniverse.maven.mima.extensions.mmr.MavenModelReader;
import eu.maveniverse.maven.mima.extensions.mmr.ModelRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.repository.internal.ArtifactDescriptorUtils;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;

/// Reads a `pom.xml` as Maven does, parents, profiles and modules included, without running Maven or any plugin.
///
/// Modules of the same build count as source folders: what is saved in one of them is in the next request.
final class PomReader {
    /// Plugins that make or change classes: without them the result would be wrong, so Maven has to compile.
    private static final String ONLY_MAVEN = ".*(kotlin|aspectj|groovy|gmaven|scala|protobuf|openapi-generator|swagger-codegen|jooq|antlr|jaxb|xjc|avro|jaxws|cxf-codegen"
            + "|graphql-?codegen|quarkus|hibernate-enhance|byte-?buddy).*";
    private final Resolver resolver;
    private final Map<Path, Model> modules;
    private final Set<Path> files = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private PomReader(Resolver resolver, Map<Path, Model> modules) {
        this.resolver = resolver;
        this.modules = modules;
        resolver.session.setWorkspaceReader(new PomModules(modules));
    }

    /// @return lines of a [ProjectModel]
    static List<String> read(Path folder, String handlerFile, Consumer<String> progress) throws UnresolvedException {
        var options = Stream.iterate(folder, place -> place != null, Path::getParent).limit(4)
                .map(place -> place.resolve(".mvn").resolve("maven.config")).filter(Files::isRegularFile).findFirst();
        try (var context = Resolver.context(progress, properties(options))) {
            var modules = modules(folder);
            var holder = modules.keySet().stream()
                    .filter(module -> module.startsWith(folder) && holds(module, modules.get(module), handlerFile))
                    .findFirst().orElse(folder);
            var reader = new PomReader(new Resolver(context, List.of()), modules);
            options.ifPresent(reader.files::add);
            return reader.read(holder);
        } catch (UnresolvedException e) {
            if (e.diagnostics().isEmpty()) throw e;
            throw new UnresolvedException(e.diagnostics().stream().map(one -> new Diagnostic(one.error(), one.file(),
                    one.line(), one.column(), one.message().replace(folder + File.separator, ""), one.sourceLine()))
                    .toList());
        }
    }

    /// What a project gives to every Maven command: `-Drevision=1.2`. Its profiles are those that are active by
    /// themselves.
    private static Map<String, String> properties(Optional<Path> options) throws UnresolvedException {
        var properties = new LinkedHashMap<String, String>();
        try {
            for (var line : options.isPresent() ? Files.readAllLines(options.get()) : List.<String>of())
                for (var word : line.strip().split("\\s+")) {
                    int equals = word.indexOf('=');
                    if (word.startsWith("-D")) properties.put(word.substring(2, equals < 0 ? word.length() : equals),
                            equals < 0 ? "true" : word.substring(equals + 1));
                }
            return properties;
        } catch (IOException e) {
            throw new UnresolvedException(options.get(), e.getMessage());
        }
    }

    private List<String> read(Path module) throws UnresolvedException {
        modules.keySet().forEach(folder -> files.add(folder.resolve("pom.xml")));
        var model = effective(module);
        var siblings = new ArrayList<Path>();
        describe(module, model, true);
        for (var result : classpath(module, model)) {
            var place = result.getArtifact().getFile().toPath();
            boolean provided = result.getRequest().getDependencyNode().getDependency().getScope()
                    .equals(JavaScopes.PROVIDED);
            if (modules.containsKey(place)) siblings.add(place);
            else lines.add((provided ? "provided" : "jar") + "\t" + place);
        }
        for (var sibling : siblings) {
            var other = effective(sibling);
            describe(sibling, other, false);
            // Lombok and its like are provided: they do not come along with the module.
            for (var result : classpath(sibling, other)) {
                var place = result.getArtifact().getFile().toPath();
                if (!modules.containsKey(place)) lines.add("provided\t" + place);
            }
        }
        files.forEach(file -> lines.add("file\t" + file));
        return List.copyOf(lines);
    }

    private void describe(Path module, Model model, boolean holder) throws UnresolvedException {
        var build = model.getBuild();
        lines.add("source\t" + build.getSourceDirectory());
        for (var generated : folders(Path.of(build.getDirectory(), "generated-sources")))
            if (!generated.endsWith("annotations")) lines.add("source\t" + generated);
        for (var resource : build.getResources())
            lines.add((resource.isFiltering() ? "filtered\t" : "resource\t") + resource.getDirectory());
        lines.add("output\t" + build.getOutputDirectory());
        for (var plugin : build.getPlugins()) {
            if (plugin.getArtifactId().matches(ONLY_MAVEN)) lines.add("tool\t" + plugin.getArtifactId());
            if (plugin.getArtifactId().equals("build-helper-maven-plugin"))
                plugin.getExecutions().stream().filter(execution -> execution.getGoals().contains("add-source"))
                        .flatMap(execution -> values((Xpp3Dom) execution.getConfiguration(), "sources").stream())
                        .forEach(source -> lines.add("source\t" + module.resolve(source)));
        }
        compiler(module, model, holder);
    }

    private void compiler(Path module, Model model, boolean holder) throws UnresolvedException {
        var plugins = Stream.concat(model.getBuild().getPlugins().stream(),
                Optional.ofNullable(model.getBuild().getPluginManagement()).stream()
                        .flatMap(managed -> managed.getPlugins().stream()));
        var configuration = plugins.filter(plugin -> plugin.getArtifactId().equals("maven-compiler-plugin"))
                .map(Plugin::getConfiguration).filter(Objects::nonNull)
                .map(Xpp3Dom.class::cast).findFirst();
        var properties = model.getProperties();
        if (holder) Stream.concat(
                Stream.of("release", "target", "source")
                        .map(name -> configuration.map(dom -> dom.getChild(name)).map(Xpp3Dom::getValue).orElse(null)),
                Stream.of("release", "target", "source").map(name -> properties.getProperty("maven.compiler." + name)))
                .filter(Objects::nonNull).findFirst()
                .ifPresent(release -> lines.add("release\t" + release));
        if (configuration.isEmpty()) return;
        var arguments = new ArrayList<>(values(configuration.get(), "compilerArgs"));
        Optional.ofNullable(configuration.get().getChild("compilerArgument")).map(Xpp3Dom::getValue)
                .ifPresent(arguments::add);
        Optional.ofNullable(configuration.get().getChild("proc")).map(Xpp3Dom::getValue)
                .ifPresent(proc -> arguments.add("-proc:" + proc));
        var processors = values(configuration.get(), "annotationProcessors");
        if (!processors.isEmpty()) arguments.addAll(List.of("-processor", String.join(",", processors)));
        arguments.stream().filter(argument -> holder || argument.startsWith("-A"))
                .forEach(argument -> lines.add("option\t" + argument));
        processorPaths(module, model, configuration.get());
    }

    private void processorPaths(Path module, Model model, Xpp3Dom configuration) throws UnresolvedException {
        var paths = configuration.getChild("annotationProcessorPaths");
        if (paths == null) return;
        var managed = model.getDependencyManagement() == null ? List.<org.apache.maven.model.Dependency>of()
                : model.getDependencyManagement().getDependencies();
        var request = new CollectRequest().setRepositories(repositories(model));
        var wanted = new ArrayList<Coordinate>();
        for (var path : paths.getChildren()) {
            var group = value(path, "groupId");
            var artifact = value(path, "artifactId");
            // The plugin takes the version from dependencyManagement since 3.12.
            var version = value(path, "version").isEmpty()
                    ? managed.stream()
                            .filter(one -> one.getGroupId().equals(group) && one.getArtifactId().equals(artifact))
                            .map(org.apache.maven.model.Dependency::getVersion).findFirst().orElse("")
                    : value(path, "version");
            wanted.add(new Coordinate(group + ":" + artifact + ":" + version, module.resolve("pom.xml"), 0));
            request.addDependency(
                    new Dependency(new DefaultArtifact(group, artifact, value(path, "classifier"), "jar", version),
                            JavaScopes.COMPILE));
        }
        for (var result : resolver.resolve(request, wanted, JavaScopes.COMPILE, JavaScopes.RUNTIME))
            lines.add("processor\t" + result.getArtifact().getFile());
    }

    /// Test dependencies take part in choosing versions, as they do in Maven, but are not fetched.
    private List<ArtifactResult> classpath(Path module, Model model) throws UnresolvedException {
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
            org.eclipse.aether.artifact.ArtifactTypeRegistry types) {
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

    private List<RemoteRepository> repositories(Model model) {
        var named = model.getRepositories().stream().map(ArtifactDescriptorUtils::toRemoteRepository).toList();
        var all = new LinkedHashMap<String, RemoteRepository>();
        resolver.context.remoteRepositories().forEach(repository -> all.put(repository.getId(), repository));
        resolver.context.repositorySystem().newResolutionRepositories(resolver.session, named)
                .forEach(repository -> all.putIfAbsent(repository.getId(), repository));
        return List.copyOf(all.values());
    }

    private Model effective(Path module) throws UnresolvedException {
        var pom = module.resolve("pom.xml");
        try {
            var response = new MavenModelReader(resolver.context).getImpl().readModel(resolver.session,
                    ModelRequest.builder().setPomFile(pom).build());
            // A parent that lies outside of this build is a file that can change as well.
            for (var parent = raw(pom); parent.getParent() != null;) {
                var file = parentFile(parent.getPomFile().toPath(), parent.getParent());
                if (!Files.isRegularFile(file) || !files.add(file) && !modules.containsKey(file.getParent())) break;
                parent = raw(file);
            }
            return response.getEffectiveModel();
        } catch (VersionResolutionException | ArtifactResolutionException | ArtifactDescriptorException e) {
            throw new UnresolvedException(pom, cause(e).getMessage());
        }
    }

    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }

    /// The modules of the build that a folder belongs to, the folder itself among them.
    private static Map<Path, Model> modules(Path folder) throws UnresolvedException {
        var best = collect(folder, new LinkedHashMap<>());
        for (var above = folder.getParent(); above != null
                && Files.isRegularFile(above.resolve("pom.xml")); above = above.getParent()) {
            var wider = collect(above, new LinkedHashMap<>());
            if (wider.containsKey(folder)) best = wider;
        }
        return best;
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

    private static Model raw(Path pom) throws UnresolvedException {
        try (var in = Files.newInputStream(pom)) {
            var model = new MavenXpp3Reader().read(in, false);
            model.setPomFile(pom.toFile());
            return model;
        } catch (IOException | XmlPullParserException e) {
            throw new UnresolvedException(pom, e.getMessage());
        }
    }

    private static Path parentFile(Path pom, Parent parent) {
        var place = pom.resolveSibling(parent.getRelativePath() == null ? "../pom.xml" : parent.getRelativePath())
                .normalize();
        return Files.isDirectory(place) ? place.resolve("pom.xml") : place;
    }

    private static boolean holds(Path module, Model raw, String handlerFile) {
        var named = raw.getBuild() == null ? null : raw.getBuild().getSourceDirectory();
        var roots = Stream.of(named == null || named.contains("${") ? "src/main/java" : named, "src/main/kotlin",
                "src/main/groovy", "src/main/scala");
        return roots.map(module::resolve).anyMatch(root -> Stream.of(".java", ".kt", ".groovy", ".scala")
                .anyMatch(end -> Files.exists(root.resolve(handlerFile + end))));
    }

    private static List<Path> folders(Path parent) {
        var found = parent.toFile().listFiles(File::isDirectory);
        return found == null ? List.of() : Arrays.stream(found).map(File::toPath).sorted().toList();
    }

    private static List<String> values(Xpp3Dom configuration, String list) {
        var parent = configuration == null ? null : configuration.getChild(list);
        return parent == null ? List.of()
                : Arrays.stream(parent.getChildren()).map(Xpp3Dom::getValue).filter(Objects::nonNull).toList();
    }

    private static String value(Xpp3Dom parent, String name) {
        return parent.getChild(name) == null || parent.getChild(name).getValue() == null ? ""
                : parent.getChild(name).getValue();
    }
}
