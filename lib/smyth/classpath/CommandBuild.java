package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.BuildResult.Failed;
import smyth.classpath.Workshop.CommandRun;

/// A build by a command of the project's own: the configuration's `build`, or the build tool itself.
final class CommandBuild {
    private final Workshop workshop;
    private final ProjectReader project;
    private final String module;
    private final ModuleFolder folder;
    private Set<Path> watched = Set.of();

    CommandBuild(Workshop workshop, ProjectReader project, String module, ModuleFolder folder) {
        this.workshop = workshop;
        this.project = project;
        this.module = module;
        this.folder = folder;
    }

    /// Has the project's own command compile, and keeps a copy of what it made: the next run would change it under
    /// the workers.
    BuildResult run(SourceSet first) throws IOException, InterruptedException {
        var command = first.command.orElseThrow();
        watched = first.watched;
        var key = key(command);
        var last = workshop.runs().get(module);
        boolean again = last == null || !last.key().equals(key) || !CacheFolder.touch(last.classes());
        for (int attempt = 1; again && attempt <= 3; attempt++) {
            workshop.progress().accept("running " + command);
            var failure = BuildProcess.run(command, project.folder());
            // A command that writes into the folders it reads looks like a change; three rounds settle that.
            again = !key.equals(key(command));
            key = key(command);
            if (failure.isPresent() && (!again || attempt == 3)) return new Failed(failure.get(), List.of(), watched);
        }
        var set = project.read();
        watched = set.watched;
        if (!set.problems.isEmpty()) return new Failed(String.join("\n", set.problems), set.diagnostics, watched);
        var missing = Stream.concat(set.outputs.stream().limit(1), set.jars.stream())
                .filter(entry -> !Files.exists(entry)).findFirst();
        if (missing.isPresent())
            return new Failed(command + " was run, and there is no " + missing.get(), List.of(), watched);
        var classes = last != null && last.key().equals(key) ? last.classes() : folder.copied(set.outputs);
        workshop.runs().put(module, new CommandRun(key, classes));
        // Resources are among the outputs.
        set.resources.clear();
        return new Built(set.classpath(List.of(classes), List.of()), set.runtimeOptions, watched);
    }

    private String key(String command) throws IOException {
        var parts = new ArrayList<>(List.of(command));
        for (var place : watched.stream().sorted().toList()) parts.addAll(FileStamp.below(place));
        return CacheFolder.key(parts);
    }
}
