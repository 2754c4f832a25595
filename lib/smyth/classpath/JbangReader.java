package smyth.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Pattern.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the directives of a JBang script and of all sources that it names, into the fields that [JbangFile] copies.
final class JbangReader {
    private static final Pattern DIRECTIVE = compile("//([A-Z_]+)(?:\\s+(.*?))?(?:\\s//\\s.*)?");
    private static final Pattern COORDINATE = compile(
            "[^:@\\s/\\\\]+:[^:@\\s/\\\\]+(:[^:@\\s]+)?(:[^:@\\s]+)?(@[^:@\\s]+)?");
    private static final Pattern JAVA = compile("(\\d+)(\\+)?");

    private final JbangWords words;
    final Set<Path> sources = new LinkedHashSet<>();
    final Map<String, Path> files = new LinkedHashMap<>();
    final List<Coordinate> dependencies = new ArrayList<>();
    final List<Path> jars = new ArrayList<>();
    final List<Repository> repositories = new ArrayList<>();
    final List<String> compileOptions = new ArrayList<>();
    final List<String> runtimeOptions = new ArrayList<>();
    final Set<Path> watched = new LinkedHashSet<>();
    final List<Diagnostic> problems = new ArrayList<>();
    private final ArrayDeque<Path> unread = new ArrayDeque<>();
    OptionalInt release = OptionalInt.empty();
    OptionalInt minimum = OptionalInt.empty();
    private Path file;
    private int line;
    private String text;

    JbangReader(Map<String, String> env, Properties system) {
        this.words = new JbangWords(env, system);
    }

    void readAll(Path main) {
        add(main);
        while (!unread.isEmpty()) read(unread.poll());
    }

    private void add(Path source) {
        watched.add(source);
        if (sources.add(source)) unread.add(source);
    }

    private void read(Path source) {
        List<String> lines;
        try {
            // Directives are ASCII but for a path here and there; a stray byte elsewhere is the compiler's to report.
            lines = new String(Files.readAllBytes(source), UTF_8).lines().toList();
        } catch (IOException _) {
            problems.add(Diagnostic.error(source, 0, "cannot be read", ""));
            sources.remove(source);
            return;
        }
        file = source;
        for (line = 1; line <= lines.size(); line++) {
            text = lines.get(line - 1);
            var directive = DIRECTIVE.matcher(text);
            if (directive.matches())
                apply(directive.group(1), directive.group(2) == null ? "" : directive.group(2).strip());
        }
    }

    private void apply(String name, String written) {
        switch (name) {
            case "DEPS" -> words.items(written, this::problem).forEach(this::dependency);
            case "REPOS" -> words.items(written, this::problem).forEach(this::repository);
            case "SOURCES" -> words.items(written, this::problem).forEach(this::source);
            case "FILES" -> words.items(written, this::problem).forEach(this::file);
            case "JAVA" -> java(written);
            case "COMPILE_OPTIONS", "JAVAC_OPTIONS" -> compileOptions.addAll(words.words(written, this::problem));
            case "RUNTIME_OPTIONS", "JAVA_OPTIONS" -> runtimeOptions.addAll(words.words(written, this::problem));
            case "PREVIEW" -> {
                compileOptions.add("--enable-preview");
                runtimeOptions.add("--enable-preview");
            }
            default -> {} // about running or packing a program, or a comment in capitals
        }
    }

    private void dependency(String written) {
        if (COORDINATE.matcher(written).matches()) {
            dependencies.add(new Coordinate(written, file, line));
        } else if (written.endsWith(".jar") && !written.contains("://")) {
            var jar = resolve(written);
            watched.add(jar);
            if (Files.exists(jar)) jars.add(jar);
            else problem(written + " does not exist");
        } else {
            problem(written + " is not a Maven coordinate (group:artifact:version) or a local jar");
        }
    }

    private void repository(String written) {
        Repository.parse(written).ifPresentOrElse(repositories::add,
                () -> problem(written.substring(written.indexOf('=') + 1) + " is neither a repository's URL nor one of "
                        + String.join(", ", Repository.aliases())));
    }

    private void java(String written) {
        var version = JAVA.matcher(written);
        if (!version.matches()) {
            problem("write a version like 21 or 21+ instead of " + (written.isEmpty() ? "nothing" : written));
            return;
        }
        int number = Integer.parseInt(version.group(1));
        if (minimum.isPresent() && minimum.getAsInt() > number) return; // the highest counts
        minimum = OptionalInt.of(number);
        release = version.group(2) == null ? minimum : OptionalInt.empty();
    }

    private void source(String written) {
        if (written.contains("://")) problem(written + " is not a local file; Smyth reads sources from disk only");
        else matches(written.endsWith("/") ? written + "**.java" : written).forEach((_, found) -> add(found));
    }

    private void file(String written) {
        int equals = written.indexOf('=');
        var source = written.substring(equals + 1);
        if (source.contains("://")) {
            problem(source + " is not a local file; Smyth reads files from disk only");
            return;
        }
        var target = equals < 0 ? "" : written.substring(0, equals);
        if (Files.isDirectory(resolve(source))) source = source.replaceAll("/+$", "") + "/**";
        boolean many = FilePattern.isPattern(source);
        matches(source).forEach((below, found) -> {
            watched.add(found);
            files.put(target.isEmpty() ? below
                    : target.endsWith("/") ? target + below : many ? target + "/" + below : target, found);
        });
    }

    /// The files that a path or a pattern means, by their place below the pattern's fixed part.
    private Map<String, Path> matches(String written) {
        if (!FilePattern.isPattern(written)) {
            var path = resolve(written);
            watched.add(path);
            if (!Files.isRegularFile(path)) problem(written + " does not exist");
            return Files.isRegularFile(path) ? Map.of(path.getFileName().toString(), path) : Map.of();
        }
        var pattern = FilePattern.of(written);
        var base = resolve(pattern.fixed());
        watched.add(base);
        try {
            return pattern.filesBelow(base);
        } catch (IOException | UncheckedIOException _) {
            problem(written + " matches nothing: " + base + " cannot be read");
            return Map.of();
        }
    }

    private Path resolve(String written) {
        try {
            return file.resolveSibling(written).normalize();
        } catch (InvalidPathException _) {
            problem(written + " is not a path");
            return file;
        }
    }

    private void problem(String message) {
        problems.add(Diagnostic.error(file, line, message, text.stripTrailing()));
    }
}
