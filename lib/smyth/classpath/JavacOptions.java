package smyth.classpath;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/// How javac is called for a [SourceSet].
final class JavacOptions {
    private static final String PROCESSORS = "META-INF/services/javax.annotation.processing.Processor";
    private static final int OLDEST_RELEASE = 8; // that the compiler still knows

    private JavacOptions() {}

    /// Everything for javac but where to read from and write to.
    ///
    /// @param jdk           release of the handler's JDK
    /// @param processorJars what is known of jars, by their stamp: whether an annotation processor is in it; added to
    static List<String> of(SourceSet set, int jdk, Map<String, Boolean> processorJars) {
        var options = new ArrayList<>(
                List.of("-g", "-parameters", "-implicit:none", "-Xlint:-options"));
        var given = List.copyOf(set.options);
        if (!given.contains("-encoding")) options.addAll(List.of("-encoding", "UTF-8"));
        if (given.stream().noneMatch(option -> option.startsWith("-proc:"))) {
            var searched = set.processors.isEmpty() ? set.compileClasspath() : set.processors;
            options.add(given.contains("-processor") || hasProcessor(searched, processorJars) ? "-proc:full"
                    : "-proc:none");
        }
        if (!set.processors.isEmpty()) options.addAll(List.of("-processorpath", joined(set.processors)));
        // javac refuses --release beside options that open up the JDK itself.
        if (given.stream().noneMatch(option -> option
                .matches("-?-(release|source|target|system|add-exports|add-reads|patch-module)(=.*)?"))) {
            int compiledFor = Math.clamp(set.release.orElse(jdk), OLDEST_RELEASE, Runtime.version().feature());
            options.addAll(List.of("--release", String.valueOf(compiledFor)));
        }
        options.addAll(given);
        return options;
    }

    /// Sources are named one by one: what lies around elsewhere, sources in jars among it, is not compiled by chance.
    static CompilerRequest request(List<String> options, Path output, Collection<Path> classpath,
            Collection<Path> sources) {
        var all = new ArrayList<>(List.of("-d", output.toString(), "-sourcepath", output.toString(), "-cp",
                classpath.isEmpty() ? output.toString() : joined(classpath)));
        all.addAll(options);
        return new CompilerRequest(all, List.copyOf(sources));
    }

    private static String joined(Collection<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean hasProcessor(Collection<Path> entries, Map<String, Boolean> known) {
        return entries.stream().anyMatch(entry -> Files.isDirectory(entry) ? Files.exists(entry.resolve(PROCESSORS))
                : known.computeIfAbsent(FileStamp.of(entry), _ -> isProcessor(entry)));
    }

    private static boolean isProcessor(Path file) {
        try (var jar = new ZipFile(file.toFile())) {
            return jar.getEntry(PROCESSORS) != null;
        } catch (IOException _) {
            return false; // javac says it better
        }
    }
}
