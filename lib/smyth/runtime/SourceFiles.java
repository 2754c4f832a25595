package smyth.runtime;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import smyth.watch.SourceFolders;

/// The source files below a folder, without what tools put there.
final class SourceFiles {
    /// As endings: all files.
    static final List<String> ANY = List.of("");
    /// Milliseconds that some file systems round the time of a change by.
    static final long ROUNDING = 2000;
    private static final int DEPTH = 4;

    private SourceFiles() {}

    /// What of a folder to watch: sources in it, and folders that hold some. Not the folder itself, in which a
    /// handler may well write.
    static Set<Path> watchable(Path folder, List<String> endings) {
        var sources = new LinkedHashSet<Path>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (var entry : entries.sorted().toList()) {
                if (Files.isDirectory(entry) ? !newest(entry, endings, Long.MIN_VALUE, 1).isEmpty()
                        : isSource(entry, endings))
                    sources.add(entry);
            }
        } catch (IOException _) {
            // gone, or not ours to read: nothing to watch in it
        }
        return sources;
    }

    /// Sources below a file or folder that were changed since; with [#ANY] as endings, all files.
    ///
    /// @param since milliseconds of the clock that files have
    static List<Path> newest(Path root, List<String> endings, long since, int most) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(root, Set.of(), endings.equals(ANY) ? Integer.MAX_VALUE : DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                            var name = folder.getFileName().toString();
                            return SourceFolders.isMade(name)
                                    || Files.exists(folder.resolve("pyvenv.cfg")) ? FileVisitResult.SKIP_SUBTREE
                                            : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && isSource(file, endings)
                                    && attributes.lastModifiedTime().toMillis() >= since)
                                found.add(file);
                            return found.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException _) {
            // what was found counts
        }
        return found;
    }

    private static boolean isSource(Path file, List<String> endings) {
        return endings.stream().anyMatch(file.toString()::endsWith);
    }
}
