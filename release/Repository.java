import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;

/// A folder that is a Maven repository: any web server that serves it, as it is, publishes what is in it.
record Repository(Path folder) {
    private static final Map<String, String> CHECKSUMS = Map.of(".md5", "MD5", ".sha1", "SHA-1", ".sha256", "SHA-256");

    /// Adds the text files of an artifact whose jars are there: POM, list of versions, and the checksums of all.
    void complete(Artifact artifact) throws IOException {
        Files.writeString(file(artifact, ".pom"), Pom.of(artifact));
        var versions = folder.resolve(artifact.folder());
        Files.writeString(versions.resolve("maven-metadata.xml"), metadata(artifact));
        writeChecksums(versions);
        writeChecksums(versions.resolve(artifact.version()));
    }

    Path file(Artifact artifact, String suffix) {
        return folder.resolve(artifact.file(suffix));
    }

    /// Older versions that lie in the folder stay listed.
    private String metadata(Artifact artifact) throws IOException {
        try (var folders = Files.list(folder.resolve(artifact.folder()))) {
            var versions = folders.filter(Files::isDirectory).map(version -> version.getFileName().toString()).sorted()
                    .map(version -> "      <version>" + version + "</version>").collect(joining("\n"));
            return """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <metadata>
                      <groupId>%s</groupId>
                      <artifactId>%s</artifactId>
                      <versioning>
                        <latest>%3$s</latest>
                        <release>%3$s</release>
                        <versions>
                    %s
                        </versions>
                      </versioning>
                    </metadata>
                    """.formatted(Artifact.GROUP, artifact.name(), artifact.version(), versions);
        }
    }

    private static void writeChecksums(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.list(folder)) {
            found.filter(Files::isRegularFile)
                    .filter(file -> CHECKSUMS.keySet().stream().noneMatch(file.toString()::endsWith))
                    .forEach(files::add);
        }
        for (var file : files) {
            for (var checksum : CHECKSUMS.entrySet())
                Files.writeString(Path.of(file + checksum.getKey()), digest(checksum.getValue(), file));
        }
    }

    private static String digest(String algorithm, Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has these three
        }
    }
}
