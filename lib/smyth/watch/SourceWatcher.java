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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells which of these paths changed, as soon as the system says so, and nothing more.
///
/// A path may be a file, a folder with all that is below it, or something that does not exist yet. What the system does
/// not watch, since its limit is reached, is looked at twice a second instead; so is whether a folder is still the one
/// that the system watches, and not another one in the same place.
public final class SourceWatcher implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final Consumer<Path> changed;
    private final Consumer<String> warnings;
    private final PolledFolders polled = new PolledFolders();
    private volatile SourcePaths paths = new SourcePaths(Set.of());
    /// What the system was asked for, each with which one it is.
    private volatile Map<Path, String> folders = Map.of();

    // Guarded by this.
    private DirectoryWatcher watcher;
    private Thread looking;

    /// @param changed  called for each change, at once; must not block. After an overflow, with a root
    /// @param warnings called once when not everything can be watched, with what to do
    public SourceWatcher(Consumer<Path> changed, Consumer<String> warnings) {
        this.changed = changed;
        this.warnings = warnings;
    }

    /// Watches these paths instead of those before. Returns when every later change will be told; none is lost in
    /// between.
    ///
    /// @param roots absolute
    /// @return whether the system was asked for anything that it was not asked for before
    public synchronized boolean watch(Set<Path> roots) {
        var wanted = folders(roots);
        boolean more = !paths.roots().containsAll(roots);
        paths = new SourcePaths(roots);
        if (looking == null) {
            looking = Thread.ofPlatform().daemon().name("source folders").unstarted(this::look);
            looking.start();
        } else if (wanted.equals(folders)) { return more; }
        register(wanted);
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        if (looking != null) looking.interrupt();
        if (watcher != null) watcher.close();
    }

    private static Map<Path, String> folders(Set<Path> roots) {
        var folders = new HashMap<Path, String>();
        for (var root : roots) folders.computeIfAbsent(SourcePaths.folder(root), SourceWatcher::identity);
        return folders;
    }

    /// Tells a folder from another one that has its place. The key alone may come again.
    private static String identity(Path folder) {
        try {
            var attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            var created = attributes.creationTime();
            // where the file system does not know, it is the time of the last change
            return attributes.fileKey() + (created.equals(attributes.lastModifiedTime()) ? "" : " " + created);
        } catch (IOException _) {
            return "gone";
        }
    }

    private void register(Map<Path, String> wanted) {
        folders = wanted;
        var before = watcher;
        ask();
        close(before);
        if (before != null && polled.count() > 0) { // what the one before held may have been what was missing
            close(watcher);
            ask();
        }
    }

    private void ask() {
        polled.clear();
        watcher = null;
        try {
            watcher = DirectoryWatcher.builder().paths(List.copyOf(folders.keySet())).fileHashing(false)
                    .fileTreeVisitor(this::visit).listener(this::tell).build();
            var ended = watcher.watchAsync(task -> Thread.ofPlatform().daemon().name("source watcher").start(task));
            if (!ended.isCompletedExceptionally()) return;
        } catch (IOException _) {
            // no watcher is to be had at all
        }
        for (var folder : folders.keySet()) {
            try {
                visit(folder, polled::add, _ -> {});
            } catch (IOException _) {
                // gone; another look will say so
            }
        }
    }

    private static void close(DirectoryWatcher watcher) {
        try {
            if (watcher != null) watcher.close();
        } catch (IOException _) {
            // It is closed either way.
        }
    }

    private void look() {
        boolean warned = false;
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                int missing = polled.count();
                if (missing > 0 && !warned) {
                    warned = true;
                    warnings.accept("the system watches no more folders for this user, so Smyth looks at " + missing
                            + " of them every " + LOOK_MILLIS + " ms instead; on Linux, \"sudo sysctl "
                            + "fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512\" "
                            + "raises the limit");
                }
                for (var path : polled.changed()) {
                    if (Files.isDirectory(path)) follow(path);
                    if (paths.isWanted(path)) changed.accept(path);
                }
                replaced().forEach(changed);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A folder that has come into one that is looked at.
    private void follow(Path folder) {
        if (!paths.isDeep(folder) || !paths.mayHoldSources(folder)) return;
        try {
            visit(folder, polled::add, _ -> {});
        } catch (IOException _) {
            // gone already
        }
    }

    /// The roots whose folder came, went, or is another one than the system was asked for; it is asked anew.
    private synchronized List<Path> replaced() {
        var now = folders(paths.roots());
        if (now.equals(folders)) return List.of();
        var before = folders;
        register(now);
        return paths.roots().stream().filter(root -> {
            var folder = SourcePaths.folder(root);
            return !Objects.equals(before.get(folder), now.get(folder));
        }).toList();
    }

    private void tell(DirectoryChangeEvent event) {
        if (event.eventType() == EventType.OVERFLOW) {
            paths.roots().forEach(changed);
            return;
        }
        if (event.isDirectory() && event.eventType() == EventType.MODIFY) return; // its entries tell for themselves
        if (paths.isWanted(event.path())) changed.accept(event.path());
    }

    /// Walks what has to be registered with the system: folders below a root that may hold sources.
    private void visit(Path start, FileTreeVisitor.Callback onDirectory, FileTreeVisitor.Callback onFile)
            throws IOException {
        var wanted = paths;
        if (!wanted.isDeep(start)) {
            if (folders.containsKey(start)) register(start, onDirectory); // only for the files in it
            return;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(start) && !wanted.mayHoldSources(folder)) return FileVisitResult.SKIP_SUBTREE;
                register(folder, onDirectory);
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

    private void register(Path folder, FileTreeVisitor.Callback onDirectory) {
        try {
            onDirectory.call(folder);
        } catch (IOException _) {
            if (Files.isDirectory(folder)) polled.add(folder); // no more watches are to be had
        }
    }
}
