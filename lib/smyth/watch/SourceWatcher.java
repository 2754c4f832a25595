package smyth.watch;

import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeEvent.EventType;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Tells which of these paths changed, as soon as the system says so, and nothing more.
///
/// A path may be a file, a folder with all that is below it, or something that does not exist yet. Left out is what no
/// program is made of: version control, build output, editors' own files.
public final class SourceWatcher implements AutoCloseable {
    private static final Set<String> IGNORED_FOLDERS = Set.of(".git", ".hg", ".svn", ".idea", ".gradle", ".mvn",
            "node_modules", "__pycache__", ".venv", ".mypy_cache", ".pytest_cache");
    private static final Pattern EDITORS = Pattern
            .compile("4913|\\.#.*|#.*#|.*~|\\..*\\.sw[a-z]|.*___jb_(tmp|old)___|\\.goutputstream-.*|\\.DS_Store");

    private final Consumer<Path> changed;
    private volatile Set<Path> roots = Set.of();
    private volatile Set<Path> folders = Set.of();
    private DirectoryWatcher watcher;

    /// @param changed called on the watcher's own thread for each change, at once; must not block. After an overflow,
    ///                with a root
    public SourceWatcher(Consumer<Path> changed) {
        this.changed = changed;
    }

    /// Watches these paths in place of those before. Returns when every later change will be told; none is lost in
    /// between.
    ///
    /// @param paths absolute
    /// @return whether the system was asked for anything that it was not asked for before
    /// @throws IOException when the system cannot watch, for example when its limit is reached
    public synchronized boolean watch(Set<Path> paths) throws IOException {
        var newFolders = new LinkedHashSet<Path>();
        for (var path : paths) newFolders.add(watchable(path));
        if (newFolders.equals(folders) && watcher != null) {
            boolean more = !roots.containsAll(paths);
            roots = Set.copyOf(paths);
            return more;
        }
        roots = Set.copyOf(paths);
        folders = newFolders;
        var before = watcher;
        watcher = DirectoryWatcher.builder().paths(List.copyOf(newFolders)).fileHashing(false)
                .fileTreeVisitor(this::visit).listener(this::tell).build();
        watcher.watchAsync(task -> Thread.ofPlatform().daemon().name("source watcher").start(task));
        if (before != null) before.close();
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        if (watcher != null) watcher.close();
    }

    /// The folder to ask the system for: the path itself, or where it lies or would lie.
    private static Path watchable(Path path) {
        var folder = path;
        while (!Files.isDirectory(folder)) folder = folder.getParent();
        return folder;
    }

    private void tell(DirectoryChangeEvent event) {
        if (event.eventType() == EventType.OVERFLOW) {
            roots.forEach(changed);
            return;
        }
        if (event.isDirectory() && event.eventType() == EventType.MODIFY) return; // its entries tell for themselves
        if (isWanted(event.path())) changed.accept(event.path());
    }

    private boolean isWanted(Path path) {
        var name = path.getFileName();
        if (name == null || EDITORS.matcher(name.toString()).matches()) return false;
        for (var root : roots) {
            // a folder on the way to a root that comes or goes counts too
            if (path.equals(root) || root.startsWith(path)) return true;
            if (path.startsWith(root) && !isIgnored(root, path)) return true;
        }
        return false;
    }

    /// Whether a folder between root and path holds no sources. A root is never ignored itself: somebody asked for it.
    private static boolean isIgnored(Path root, Path path) {
        for (var folder = path; !folder.equals(root); folder = folder.getParent())
            if (holdsNoSources(folder)) return true;
        return false;
    }

    private static boolean holdsNoSources(Path folder) {
        var name = folder.getFileName().toString();
        return switch (name) {
            // Packages may have these names, so they count as build output only where a build has put them.
            case "target" -> Files.exists(folder.resolveSibling("pom.xml"));
            case "build" -> Files.exists(folder.resolveSibling("build.gradle"))
                    || Files.exists(folder.resolveSibling("build.gradle.kts"));
            default -> IGNORED_FOLDERS.contains(name);
        };
    }

    /// Walks what has to be registered with the system: folders below a root that may hold sources.
    private void visit(Path start, FileTreeVisitor.Callback onDirectory, FileTreeVisitor.Callback onFile)
            throws IOException {
        if (roots.stream().noneMatch(start::startsWith)) {
            if (folders.contains(start)) onDirectory.call(start); // only for the files in it
            return;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(start) && !roots.contains(folder) && holdsNoSources(folder))
                    return FileVisitResult.SKIP_SUBTREE;
                onDirectory.call(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                onFile.call(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone already
            }
        });
    }
}
