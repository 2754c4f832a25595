package smyth.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Folders that the system does not watch for us, each with what was in it when it was last looked at. Safe for use by
/// many threads.
final class PolledFolders {
    // Guarded by this.
    private final Map<Path, Map<Path, String>> folders = new HashMap<>();

    synchronized void add(Path folder) {
        folders.computeIfAbsent(folder, PolledFolders::look);
    }

    synchronized void clear() {
        folders.clear();
    }

    synchronized int count() {
        return folders.size();
    }

    /// What has come, gone or changed since the last look.
    synchronized List<Path> changed() {
        var changed = new ArrayList<Path>();
        folders.replaceAll((folder, before) -> {
            var now = look(folder);
            if (now.equals(before)) return before;
            now.forEach((path, state) -> {
                if (!state.equals(before.get(path))) changed.add(path);
            });
            before.keySet().stream().filter(path -> !now.containsKey(path)).forEach(changed::add);
            return now;
        });
        return changed;
    }

    /// Every entry with what changes when it does; nothing for a folder that is gone.
    private static Map<Path, String> look(Path folder) {
        var entries = new TreeMap<Path, String>();
        try (var paths = Files.newDirectoryStream(folder)) {
            for (var path : paths) entries.put(path, state(path));
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            // gone, or going
        }
        return entries;
    }

    private static String state(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isDirectory() ? "folder" : attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException _) {
            return "gone";
        }
    }
}
