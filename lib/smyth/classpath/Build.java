package smyth.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.BuildResult.Failed;
import smyth.classpath.Workshop.CommandRun;

/// One build: reads, compiles, and reads again, because a file may be saved while the compiler reads it.
final class Build {
    private static final int SHOWN_ERRORS = 20;

    private final long begun = System.nanoTime();
    private final Workshop workshop;
    private final JavaProject project;
    private final int jdk;
    private Set<Path> watched = Set.of();
    private String module = ""; // functions of one share what was compiled for the first

    Build(Workshop workshop, JavaProject project, int jdk) {
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
                var problems = problems(set);
                if (!problems.isEmpty()) return new Failed(String.join("\n", problems), set.diagnostics, watched);
                if (set.command.isPresent()) return byCommand(set.command.get());
                if (set.sources.isEmpty()) return built(set, List.of(), false);
                var result = byCompiler(set);
                if (result.isPresent()) return result.get();
            }
        } catch (IOException | UncheckedIOException e) {
            return new Failed(project.description() + " cannot be built: " + e, List.of(), watched);
        }
    }

    /// Empty when something was saved meanwhile: what the compiler read is neither the old state nor the new one.
    private Optional<BuildResult> byCompiler(SourceSet set) throws IOException, InterruptedException {
        var options = set.javacOptions(jdk, workshop.processorJars());
        var settings = set.settings(options);
        var digests = set.digests();
        var classes = place().resolve(CacheFolder
                .key(Stream.concat(settings.stream(), digests.entrySet().stream().map(Object::toString)).toList()));
        var now = new Recompilation(classes, settings, digests, new TreeMap<>());
        if (CacheFolder.touch(classes)) {
            workshop.lasts().put(module, now);
            return Optional.of(built(set, List.of(classes), false));
        }
        var draft = Files.createTempDirectory(place(), "draft");
        var reply = compile(set, options, now, draft);
        if (!digests.equals(set.digests()) || !settings.equals(set.settings(options))) {
            CacheFolder.delete(draft);
            return Optional.empty();
        }
        if (reply.success()) {
            CacheFolder.publish(draft, classes);
            workshop.lasts().put(module, now);
            CacheFolder.prune(place(), 20, Duration.ofHours(24));
            CacheFolder.prune(workshop.cache().folder("classes"), 50, Duration.ofDays(60));
            return Optional.of(built(set, List.of(classes), true));
        }
        CacheFolder.delete(draft);
        var message = message(reply, options);
        if (!set.outputsAreUpToDate(List.copyOf(set.watched)))
            return Optional.of(new Failed(message, reply.diagnostics(), watched));
        workshop.progress().accept("Smyth could not compile " + project.description()
                + " and serves the classes of the last build in " + set.outputs.getFirst()
                + "; set " + project.alternative().orElse("build") + " to have it built after each change\n" + message);
        return Optional.of(built(set, List.of(copied(outputFiles(set))), false));
    }

    private CompilerReply compile(SourceSet set, List<String> options, Recompilation now, Path draft)
            throws IOException, InterruptedException {
        var last = workshop.lasts().get(module);
        var changed = last == null ? Set.<Path>of() : last.changed(now.settings(), now.digests());
        if (!changed.isEmpty()) {
            var reply = workshop.compiler().compile(SourceSet.request(options, draft,
                    Stream.concat(Stream.of(last.classes()), set.compileClasspath().stream()).toList(), changed));
            if (reply.success() && last.complete(draft, changed)) {
                now.origins().putAll(last.origins());
                return reply;
            }
            CacheFolder.delete(draft);
            Files.createDirectories(draft);
        }
        return workshop.compiler().compile(SourceSet.request(options, draft, set.compileClasspath(), set.sources));
    }

    /// Has the project's own command compile, and keeps a copy of what it made: the next run would change it under
    /// the workers.
    private BuildResult byCommand(String command) throws IOException, InterruptedException {
        var key = key(command);
        var last = workshop.runs().get(module);
        boolean again = last == null || !last.key().equals(key) || !CacheFolder.touch(last.classes());
        for (int attempt = 1; again && attempt <= 3; attempt++) {
            workshop.progress().accept("running " + command);
            var failure = BuildTool.run(command, project.folder());
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
        var classes = last != null && last.key().equals(key) ? last.classes() : copied(outputFiles(set));
        workshop.runs().put(module, new CommandRun(key, classes));
        set.resources.clear(); // they are among the outputs
        set.files.clear();
        return built(set, List.of(classes), last == null || !last.classes().equals(classes));
    }

    private String key(String command) throws IOException {
        var parts = new ArrayList<>(List.of(command));
        for (var place : watched.stream().sorted().toList()) parts.addAll(SourceSet.stamps(place));
        return CacheFolder.key(parts);
    }

    private static Map<String, Path> outputFiles(SourceSet set) throws IOException {
        var files = new TreeMap<String, Path>();
        for (var output : set.outputs) {
            if (!Files.isDirectory(output)) continue;
            try (var paths = Files.walk(output)) {
                paths.filter(Files::isRegularFile).forEach(
                        file -> files.putIfAbsent(output.relativize(file).toString().replace('\\', '/'), file));
            }
        }
        return files;
    }

    private Path place() {
        var place = workshop.cache().folder("classes/" + CacheFolder.key(List.of(module)));
        CacheFolder.touch(place);
        return place;
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

    private Built built(SourceSet set, List<Path> classes, boolean compiled) throws IOException {
        var classpath = new LinkedHashSet<>(classes);
        if (!set.files.isEmpty()) classpath.add(copied(set.files));
        classpath.addAll(set.resources);
        classpath.addAll(set.jars);
        return new Built(List.copyOf(classpath), set.runtimeOptions, watched,
                Duration.ofNanos(System.nanoTime() - begun), compiled);
    }

    /// A folder with copies of files that are to appear under other names.
    private Path copied(Map<String, Path> files) throws IOException {
        var draft = Files.createTempDirectory(place(), "draft");
        var parts = new ArrayList<String>();
        for (var file : files.entrySet()) {
            var target = draft.resolve(file.getKey()).normalize();
            if (!target.startsWith(draft)) throw new IOException(file.getKey() + " lies outside of the class path");
            Files.createDirectories(target.getParent());
            Files.copy(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
            parts.add(file.getKey());
            parts.add(CacheFolder.key(List.of(Files.readString(target, ISO_8859_1))));
        }
        var folder = place().resolve("files-" + CacheFolder.key(parts));
        CacheFolder.publish(draft, folder);
        CacheFolder.touch(folder);
        return folder;
    }
}
