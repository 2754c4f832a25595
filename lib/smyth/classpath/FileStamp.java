package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file by its path, size and time: enough to see that it has changed, without reading it.
final class FileStamp {
    private FileStamp() {}

    static String of(Path file) {
        try {
            return file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException _) {
            return file + "|missing";
        }
    }

    /// The stamps of a file, or of every file below a folder.
    static List<String> below(Path place) throws IOException {
        if (!Files.isDirectory(place)) return List.of(of(place));
        try (var files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).sorted().map(FileStamp::of).toList();
        }
    }
}
