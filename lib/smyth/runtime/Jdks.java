package smyth.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The JDKs of this machine, found where they usually lie.
final class Jdks {

    private final List<Jdk> found;

    private Jdks(List<Jdk> found) {
        this.found = found;
    }

    /// Reads the `release` file of each; runs nothing.
    static Jdks find(Map<String, String> env) {
        var home = Path.of(System.getProperty("user.home"));
        var homes = new ArrayList<Path>(List.of(Path.of(System.getProperty("java.home"))));
        Optional.ofNullable(env.get("JAVA_HOME")).filter(text -> !text.isBlank()).map(Path::of).ifPresent(homes::add);
        for (var folder : List.of(Path.of("/usr/lib/jvm"), Path.of("/usr/java"), Path.of("/opt/java"),
                Path.of("/Library/Java/JavaVirtualMachines"),
                home.resolve("Library/Java/JavaVirtualMachines"), home.resolve(".sdkman/candidates/java"),
                home.resolve(".jdks"), home.resolve(".jbang/cache/jdks"),
                Path.of(env.getOrDefault("JBANG_DIR", home.resolve(".jbang").toString()), "cache", "jdks"),
                Path.of(env.getOrDefault("ProgramFiles", "C:\\Program Files"), "Java"),
                Path.of(env.getOrDefault("ProgramFiles", "C:\\Program Files"), "Eclipse Adoptium"))) {
            for (var entry : entries(folder)) {
                homes.add(entry);
                homes.add(entry.resolve("Contents").resolve("Home"));
            }
        }
        var found = homes.stream().flatMap(candidate -> read(candidate).stream()).distinct()
                .sorted(Comparator.comparingInt(Jdk::release)).toList();
        return new Jdks(found);
    }

    /// The one of this release, else of the next newer.
    Optional<Jdk> atLeast(int release) {
        return found.stream().filter(jdk -> jdk.release() >= release).findFirst();
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException | RuntimeException _) {
            return List.of(); // not there, or not ours to read
        }
    }

    private static Optional<Jdk> read(Path home) {
        var file = home.resolve("release");
        if (!Files.isRegularFile(file) || !Files.exists(new Jdk(home, 0).java())) return Optional.empty();
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0]).filter(text -> !text.isEmpty())
                    .map(text -> new Jdk(home.toAbsolutePath(), Integer.parseInt(text))).findFirst();
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
