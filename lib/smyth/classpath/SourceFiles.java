package smyth.classpath;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import smyth.watch.SourceFolders;

/// The Java files of a folder, links followed.
final class SourceFiles {
    private SourceFiles() {}

    /// Every Java file below a folder, in the order of their paths, but for hidden folders; or the one file.
    ///
    /// @param wholeProject whether the folder is a project's top, with build output and tests in it
    static List<Path> below(Path root, boolean wholeProject) throws IOException {
        if (Files.isRegularFile(root)) return List.of(root);
        if (!Files.isDirectory(root)) return List.of();
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        if (folder.equals(root)) return FileVisitResult.CONTINUE;
                        var name = folder.getFileName().toString();
                        return name.startsWith(".")
                                || wholeProject && (SourceFolders.holdsNoHandlers(name) || name.equals("lib"))
                                        ? FileVisitResult.SKIP_SUBTREE
                                        : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        var name = file.getFileName().toString();
                        if (name.endsWith(".java") && !name.startsWith(".") && !name.equals("module-info.java"))
                            found.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE; // gone since its folder was listed, or a link in a circle
                    }
                });
        found.sort(null);
        return found;
    }
}
