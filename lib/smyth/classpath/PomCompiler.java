package smyth.classpath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.util.artifact.JavaScopes;

/// What a POM says to Maven's compiler plugin.
record PomCompiler(Resolver resolver, PomClasspath classpath) {
    /// @param holder whether it is the module that holds the handler: its options count, not those of its siblings
    /// @return lines of a [ProjectModel]
    List<String> read(Path module, Model model, boolean holder) throws UnresolvedException {
        var lines = new ArrayList<String>();
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
        if (configuration.isEmpty()) return lines;
        var arguments = new ArrayList<>(PomXml.values(configuration.get(), "compilerArgs"));
        Optional.ofNullable(configuration.get().getChild("compilerArgument")).map(Xpp3Dom::getValue)
                .ifPresent(arguments::add);
        Optional.ofNullable(configuration.get().getChild("proc")).map(Xpp3Dom::getValue)
                .ifPresent(proc -> arguments.add("-proc:" + proc));
        var processors = PomXml.values(configuration.get(), "annotationProcessors");
        if (!processors.isEmpty()) arguments.addAll(List.of("-processor", String.join(",", processors)));
        arguments.stream().filter(argument -> holder || argument.startsWith("-A"))
                .forEach(argument -> lines.add("option\t" + argument));
        processorPaths(module, model, configuration.get(), lines);
        return lines;
    }

    private void processorPaths(Path module, Model model, Xpp3Dom configuration, List<String> lines)
            throws UnresolvedException {
        var paths = configuration.getChild("annotationProcessorPaths");
        if (paths == null) return;
        var managed = model.getDependencyManagement() == null ? List.<org.apache.maven.model.Dependency>of()
                : model.getDependencyManagement().getDependencies();
        var request = new CollectRequest().setRepositories(classpath.repositories(model));
        var wanted = new ArrayList<Coordinate>();
        for (var path : paths.getChildren()) {
            var group = PomXml.value(path, "groupId");
            var artifact = PomXml.value(path, "artifactId");
            // The plugin takes the version from dependencyManagement since 3.12.
            var version = PomXml.value(path, "version").isEmpty()
                    ? managed.stream()
                            .filter(one -> one.getGroupId().equals(group) && one.getArtifactId().equals(artifact))
                            .map(org.apache.maven.model.Dependency::getVersion).findFirst().orElse("")
                    : PomXml.value(path, "version");
            wanted.add(new Coordinate(group + ":" + artifact + ":" + version, module.resolve("pom.xml"), 0));
            request.addDependency(
                    new Dependency(
                            new DefaultArtifact(group, artifact, PomXml.value(path, "classifier"), "jar", version),
                            JavaScopes.COMPILE));
        }
        for (var result : resolver.resolve(request, wanted, JavaScopes.COMPILE, JavaScopes.RUNTIME))
            lines.add("processor\t" + result.getArtifact().getFile());
    }
}
