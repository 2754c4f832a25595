package smyth.classpath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
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
                .map(PomCompiler::configuration).filter(Objects::nonNull).findFirst();
        var properties = model.getProperties();
        if (holder) Stream.concat(
                Stream.of("release", "target", "source")
                        .map(name -> configuration.map(dom -> dom.getChild(name)).map(Xpp3Dom::getValue).orElse(null)),
                Stream.of("release", "target", "source").map(name -> properties.getProperty("maven.compiler." + name)))
                .filter(Objects::nonNull).findFirst()
                .ifPresent(release -> lines.add("release\t" + release));
        if (holder) configuration.map(dom -> PomXml.value(dom, "encoding")).filter(encoding -> !encoding.isEmpty())
                .or(() -> Optional.ofNullable(properties.getProperty("project.build.sourceEncoding")))
                .ifPresent(encoding -> lines.addAll(List.of("option\t-encoding", "option\t" + encoding)));
        if (holder && configuration.map(dom -> PomXml.value(dom, "enablePreview")).filter(set -> !set.isEmpty())
                .orElse(properties.getProperty("maven.compiler.enablePreview", "false")).equals("true"))
            lines.add("option\t--enable-preview");
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

    /// What counts for the goal `compile`: the configuration of its execution over that of the plugin.
    private static Xpp3Dom configuration(Plugin plugin) {
        var execution = plugin.getExecutions().stream().filter(one -> one.getId().equals("default-compile"))
                .map(PluginExecution::getConfiguration).filter(Objects::nonNull).findFirst();
        return Xpp3Dom.mergeXpp3Dom(
                execution.map(dom -> new Xpp3Dom((Xpp3Dom) dom)).orElse(null), (Xpp3Dom) plugin.getConfiguration());
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
