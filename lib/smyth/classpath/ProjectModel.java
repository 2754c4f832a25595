package smyth.classpath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What a build file says, one fact a line: a word, a tab, a value.
///
/// `source`, `resource` (as on disk), `filtered` (resources that the build tool changes),
/// `mapped` (see [MappedResources]), `jar`, `provided` (for the
/// compiler only), `processor`, `option`, `release`, `output` (where the build tool puts classes and resources), `tool`
/// (a plugin whose work only the build tool can do), `file` (build files it was read from).
record ProjectModel(List<String> lines) {
    ProjectModel {
        lines = List.copyOf(lines);
    }

    List<String> all(String word) {
        return lines.stream().filter(line -> line.startsWith(word + "\t"))
                .map(line -> line.substring(word.length() + 1)).distinct().toList();
    }

    List<Path> paths(String word) {
        return all(word).stream().map(Path::of).toList();
    }

    OptionalInt release() {
        return all("release").stream().map(release -> release.replaceFirst("^1\\.", ""))
                .filter(release -> release.matches("\\d+")).mapToInt(Integer::parseInt).findFirst();
    }

    /// Options may repeat, as `-J…` or `--add-exports` do.
    List<String> options() {
        return lines.stream().filter(line -> line.startsWith("option\t")).map(line -> line.substring(7)).toList();
    }

    boolean holds(String handlerFile) {
        return paths("source").stream().anyMatch(root -> Stream.of(".java", ".kt", ".groovy", ".scala")
                .anyMatch(end -> Files.exists(root.resolve(handlerFile + end))));
    }

    /// Whether the build files are what they were, and the jars are still there.
    boolean isValid() {
        return all("hash").stream().map(line -> line.split("\t"))
                .allMatch(part -> part.length == 2 && part[1].equals(hash(Path.of(part[0]))))
                && Stream.of("jar", "provided", "processor").flatMap(word -> paths(word).stream())
                        .allMatch(Files::exists);
    }

    /// Snapshots are looked up twice a day.
    boolean isFresh() {
        return all("jar").stream().noneMatch(jar -> jar.contains("-SNAPSHOT"))
                || System.currentTimeMillis() - Long.parseLong(all("time").getFirst()) < Duration.ofHours(12)
                        .toMillis();
    }

    boolean changedSince(Instant begun) throws IOException {
        for (var file : paths("file"))
            if (!Files.exists(file) || !Files.getLastModifiedTime(file).toInstant().isBefore(begun)) return true;
        return false;
    }

    List<String> kept() {
        return Stream
                .of(Stream.of("time\t" + System.currentTimeMillis()),
                        paths("file").stream().map(file -> "hash\t" + file + "\t" + hash(file)), lines.stream())
                .flatMap(part -> part).toList();
    }

    static String hash(Path file) {
        try {
            return CacheFolder.key(List.of(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (IOException _) {
            return "missing";
        }
    }
}
