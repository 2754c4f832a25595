package smyth.classpath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.BuildResult.Failed;

/// One build: reads, compiles, and reads again, because a file may be saved while the compiler reads it.
final class Build {
    private static final int SHOWN_ERRORS = 20;

    private final Workshop workshop;
    private final ProjectReader project;
    private final int jdk;
    private Set<Path> watched = Set.of();
    private String module = ""; // functions of one share what was compiled for the first
    private ModuleFolder folder;

    Build(Workshop workshop, ProjectReader project, int jdk) {
        this.workshop = workshop;
        this.project = project;
        this.jdk = jdk;
    }

    BuildResult run() throws InterruptedException {
        try {
            while (true) {
                var set = project.read();
                watched = set.watched;
                module = project.module(set);
                folder = ModuleFolder.of(workshop.cache(), module);
                var problems = problems(set);
                if (!problems.isEmpty()) return new Failed(String.join("\n", problems), set.diagnostics, watched);
                if (set.command.isPresent()) return new CommandBuild(workshop, project, module, folder).run(set);
                if (set.sources.isEmpty()) return built(set, List.of());
                var result = byCompiler(set);
                if (result.isPresent()) return result.get();
            }
        } catch (IOException | UncheckedIOException e) {
            return new Failed(project.description() + " cannot be built: " + e, List.of(), watched);
        }
    }

    /// Empty when something was saved meanwhile: what the compiler read is neither the old state nor the new one.
    private Optional<BuildResult> byCompiler(SourceSet set) throws IOException, InterruptedException {
        var options = JavacOptions.of(set, jdk, workshop.processorJars());
        var settings = set.settings(options);
        var digests = set.digests();
        var classes = folder.path().resolve(CacheFolder
                .key(Stream.concat(settings.stream(), digests.entrySet().stream().map(Object::toString)).toList()));
        var now = new Recompilation(classes, settings, digests, new TreeMap<>());
        if (CacheFolder.touch(classes)) {
            workshop.lasts().put(module, now);
            return Optional.of(built(set, List.of(classes)));
        }
        var draft = folder.draft();
        var reply = compile(set, options, now, draft);
        if (!digests.equals(set.digests()) || !settings.equals(set.settings(options))) {
            CacheFolder.delete(draft);
            return Optional.empty();
        }
        if (reply.success()) {
            CacheFolder.publish(draft, classes);
            workshop.lasts().put(module, now);
            folder.prune();
            CacheFolder.prune(workshop.cache().folder("classes"), 50, Duration.ofDays(60));
            return Optional.of(built(set, List.of(classes)));
        }
        CacheFolder.delete(draft);
        var message = message(reply, options);
        if (!set.outputsAreUpToDate(List.copyOf(set.watched)))
            return Optional.of(new Failed(message, reply.diagnostics(), watched));
        workshop.progress().accept("Smyth could not compile " + project.description()
                + " and serves the classes of the last build in " + set.outputs.getFirst()
                + "; set " + project.alternative().orElse("build") + " to have it built after each change\n" + message);
        return Optional.of(built(set, List.of(folder.copied(set.outputs))));
    }

    private CompilerReply compile(SourceSet set, List<String> options, Recompilation now, Path draft)
            throws IOException, InterruptedException {
        var last = workshop.lasts().get(module);
        var changed = last == null ? Set.<Path>of() : last.changed(now.settings(), now.digests());
        if (!changed.isEmpty()) {
            var reply = workshop.compiler().compile(JavacOptions.request(options, draft,
                    Stream.concat(Stream.of(last.classes()), set.compileClasspath().stream()).toList(), changed));
            if (reply.success() && last.complete(draft, changed)) {
                now.origins().putAll(last.origins());
                return reply;
            }
            CacheFolder.delete(draft);
            Files.createDirectories(draft);
        }
        return workshop.compiler().compile(JavacOptions.request(options, draft, set.compileClasspath(), set.sources));
    }

    private List<String> problems(SourceSet set) {
        if (!set.problems.isEmpty()) return set.problems;
        if (set.minimum.isEmpty() || set.minimum.getAsInt() <= jdk) return List.of();
        int asked = set.minimum.getAsInt();
        return List.of(
                "%s asks for Java %d, and the handler runs on Java %d; set runtime = \"java%d\" and install that JDK"
                        .formatted(project.description(), asked, jdk, asked));
    }

    private String message(CompilerReply reply, List<String> options) {
        if (!reply.breakdown().isEmpty()) return project.description() + " could not be compiled: " + reply.breakdown();
        var shown = reply.diagnostics().stream().filter(diagnostic -> diagnostic.error() || options.contains("-Werror"))
                .toList();
        var text = shown.stream().limit(SHOWN_ERRORS).map(diagnostic -> diagnostic.text(project.folder()))
                .collect(Collectors.joining("\n"));
        return shown.size() > SHOWN_ERRORS ? text + "\nand " + (shown.size() - SHOWN_ERRORS) + " more" : text;
    }

    private Built built(SourceSet set, List<Path> classes) throws IOException {
        var copies = set.files.isEmpty() ? List.<Path>of() : List.of(folder.copied(set.files));
        return new Built(set.classpath(classes, copies), set.runtimeOptions, watched);
    }
}
