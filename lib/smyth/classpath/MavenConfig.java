package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `.mvn/maven.config`: what a project gives to every Maven command. Its profiles are not read: those count that are
/// active by themselves.
///
/// @param file       empty when there is none
/// @param properties of `-Drevision=1.2`
record MavenConfig(Optional<Path> file, Map<String, String> properties) {
    static final MavenConfig NONE = new MavenConfig(Optional.empty(), Map.of());
    private static final int FOLDERS_UP = 4;

    static MavenConfig of(Path folder) throws UnresolvedException {
        var file = Stream.iterate(folder, place -> place != null, Path::getParent).limit(FOLDERS_UP)
                .map(place -> place.resolve(".mvn").resolve("maven.config")).filter(Files::isRegularFile).findFirst();
        return file.isPresent() ? read(file.get()) : NONE;
    }

    private static MavenConfig read(Path file) throws UnresolvedException {
        var properties = new LinkedHashMap<String, String>();
        try {
            for (var line : Files.readAllLines(file))
                for (var word : line.strip().split("\\s+")) {
                    int equals = word.indexOf('=');
                    if (word.startsWith("-D")) properties.put(word.substring(2, equals < 0 ? word.length() : equals),
                            equals < 0 ? "true" : word.substring(equals + 1));
                }
        } catch (IOException e) {
            throw new UnresolvedException(file, e.getMessage());
        }
        return new MavenConfig(Optional.of(file), properties);
    }
}
