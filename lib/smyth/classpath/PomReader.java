package smyth.classpath;

import eu.maveniverse.maven.mima.extensions.mmr.MavenModelReader;
import eu.maveniverse.maven.mima.extensions.mmr.ModelRequest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.model.Model;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;

/// Reads a `pom.xml` as Maven does, parents, profiles and modules included, without running Maven or any plugin.
///
/// Modules of the same build count as source folders: what is saved in one of them is in the next request.
final class PomReader {
    /// Plugins that make or change classes: without them the result would be wrong, so Maven has to compile.
    private static final String ONLY_MAVEN = ".*(kotlin|aspectj|groovy|gmaven|scala|protobuf|openapi-generator"
            + "|swagger-codegen|jooq|antlr|jaxb|xjc|avro|jaxws|cxf-codegen"
            + "|graphql-?codegen|quarkus|hibernate-enhance|byte-?buddy).*";
    private final Resolver resolver;
    private final PomClasspath classpath;
    private final Map<Path, Model> modules;
    private final Set<Path> files = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private PomReader(Resolver resolver, Map<Path, Model> modules) {
        this.resolver = resolver;
        this.modules = modules;
        this.classpath = new PomClasspath(resolver);
        resolver.session.setWorkspaceReader(new PomModules(modules));
    }

    /// @return lines of a [ProjectModel]
    static List<String> read(Path folder, String handlerFile, List<Path> roots, Consumer<String> progress)
            throws UnresolvedException {
        var config = MavenConfig.of(folder);
        try (var context = Resolver.context(progress, config)) {
            var modules = PomFiles.of(folder);
            var holder = PomFiles.around(roots, modules.keySet())
                    .or(() -> modules.keySet().stream().filter(module -> module.startsWith(folder)
                            && PomFiles.holds(module, modules.get(module), handlerFile)).findFirst())
                    .orElse(folder);
            var reader = new PomReader(new Resolver(context, List.of()), modules);
            config.file().ifPresent(reader.files::add);
            return reader.read(holder);
        } catch (UnresolvedException e) {
            if (e.diagnostics().isEmpty()) throw e;
            throw new UnresolvedException(e.diagnostics().stream().map(one -> new Diagnostic(one.error(), one.file(),
                    one.line(), one.column(), one.message().replace(folder + File.separator, ""), one.sourceLine()))
                    .toList());
        }
    }

    private List<String> read(Path module) throws UnresolvedException {
        modules.keySet().forEach(folder -> files.add(folder.resolve("pom.xml")));
        var model = effective(module);
        var siblings = new ArrayList<Path>();
        describe(module, model, true);
        for (var result : classpath.of(module, model)) {
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
            for (var result : classpath.of(sibling, other)) {
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
        lines.addAll(PomResources.read(model));
        lines.add("output\t" + build.getOutputDirectory());
        for (var plugin : build.getPlugins()) {
            if (plugin.getArtifactId().matches(ONLY_MAVEN)) lines.add("tool\t" + plugin.getArtifactId());
            if (plugin.getArtifactId().equals("build-helper-maven-plugin"))
                plugin.getExecutions().stream().filter(execution -> execution.getGoals().contains("add-source"))
                        .flatMap(execution -> PomXml.values((Xpp3Dom) execution.getConfiguration(), "sources").stream())
                        .forEach(source -> lines.add("source\t" + module.resolve(source)));
        }
        lines.addAll(new PomCompiler(resolver, classpath).read(module, model, holder));
    }

    private Model effective(Path module) throws UnresolvedException {
        var pom = module.resolve("pom.xml");
        try {
            var response = new MavenModelReader(resolver.context).getImpl().readModel(resolver.session,
                    ModelRequest.builder().setPomFile(pom).build());
            // A parent that lies outside of this build is a file that can change as well.
            for (var parent = PomFiles.raw(pom); parent.getParent() != null;) {
                var file = PomFiles.parentFile(parent.getPomFile().toPath(), parent.getParent());
                if (!Files.isRegularFile(file) || !files.add(file) && !modules.containsKey(file.getParent())) break;
                parent = PomFiles.raw(file);
            }
            return response.getEffectiveModel();
        } catch (VersionResolutionException | ArtifactResolutionException | ArtifactDescriptorException e) {
            throw new UnresolvedException(pom, cause(e).getMessage());
        }
    }

    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }

    private static List<Path> folders(Path parent) {
        var found = parent.toFile().listFiles(File::isDirectory);
        return found == null ? List.of() : Arrays.stream(found).map(File::toPath).sorted().toList();
    }
}
