package smyth.classpath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A project with a `pom.xml` or a `build.gradle`.
///
/// @param folder      of the configuration
/// @param roots       source folders, as configured; empty means those that the build file names
/// @param handlerFile where the handler's source lies below a source root, without its ending
record BuildFileProject(BuildTool tool, Path folder, List<Path> roots, String handlerFile, Workshop workshop)
        implements ProjectKind {
    @Override
    public String description() {
        return tool.title + " "
                + tool.buildFile(folder).map(file -> Diagnostic.shown(file, folder)).orElse("");
    }

    @Override
    public String id() {
        return tool + " " + folder + " " + roots;
    }

    @Override
    public OptionalInt release() {
        try {
            return model().release();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } catch (IOException | UnresolvedException _) {
            return OptionalInt.empty(); // the build that follows says why
        }
    }

    private ProjectModel model() throws UnresolvedException, IOException, InterruptedException {
        return tool.model(folder, handlerFile, roots, workshop.cache(), workshop.dependencies(), workshop.progress());
    }

    @Override
    public void read(SourceSet set) throws IOException, InterruptedException {
        tool.buildFile(folder).ifPresent(set.watched::add);
        ProjectModel model;
        try {
            model = model();
        } catch (UnresolvedException e) {
            set.problem(e, folder);
            set.watched.addAll(tool.buildFilesAround(folder));
            return;
        }
        set.watched.addAll(model.paths("file"));
        set.outputs.addAll(model.paths("output"));
        for (var root : roots.isEmpty() ? model.paths("source") : roots)
            set.addSources(root, false);
        for (var resources : model.paths("resource")) {
            set.resources.add(resources);
            set.watched.add(resources);
        }
        for (var filtered : model.paths("filtered")) set.addFiltered(filtered);
        for (var line : model.all("mapped")) {
            var mapped = MappedResources.parse(line);
            set.watched.add(Path.of(mapped.folder()));
            set.files.putAll(mapped.files());
        }
        set.jars.addAll(model.paths("jar"));
        set.compileOnly.addAll(model.paths("provided"));
        set.processors.addAll(model.paths("processor"));
        set.options.addAll(model.options());
        set.release = model.release();
        set.minimum = model.release();
        if (!model.all("tool").isEmpty()) set.command = set.command.or(() -> Optional.of(tool.compileCommand(folder)));
        // What else is compiled lies beside: src/main/kotlin, src/main/proto.
        if (set.command.isPresent()) model.paths("source").stream().map(Path::getParent)
                .filter(parent -> parent.endsWith("main")).forEach(set.watched::add);
        if (set.sources.isEmpty() && set.command.isEmpty())
            set.problems.add("no Java files in " + Diagnostic.shown(model.paths("source"), folder)
                    + "; set source or classpath");
    }
}
