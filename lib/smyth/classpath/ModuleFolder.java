package smyth.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The folder of the cache in which one module's classes lie: a folder for each content they came from, which stays as
/// it is.
///
/// @param owner names who works here: a process id, a dash, and which of its builders
record ModuleFolder(Path path, String owner) {
    private static final String DRAFT = "draft-";
    private static final int KEPT = 20;
    private static final Duration KEPT_FOR = Duration.ofHours(24);

    static ModuleFolder of(CacheFolder cache, String module) {
        var path = cache.folder("classes/" + CacheFolder.key(List.of(module)));
        CacheFolder.touch(path);
        return new ModuleFolder(path, cache.owner());
    }

    /// An empty folder to work in. Those of earlier builds that were interrupted go: one build of a module runs at a
    /// time in a Smyth, so what is left is of no use; the ones of another Smyth stay while it runs.
    Path draft() throws IOException {
        removeLeftDrafts();
        return Files.createTempDirectory(path, DRAFT + owner + "-");
    }

    private void removeLeftDrafts() throws IOException {
        try (var drafts = Files.newDirectoryStream(path, DRAFT + "*")) {
            for (var draft : drafts)
                if (isLeft(draft.getFileName().toString().substring(DRAFT.length()))) CacheFolder.delete(draft);
        }
    }

    private boolean isLeft(String name) {
        var pid = name.replaceFirst("-.*", "");
        if (!pid.matches("\\d{1,9}")) return true; // of an older Smyth, which did not name itself
        return name.startsWith(owner + "-") || ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    /// Removes what was not used for long.
    void prune() {
        CacheFolder.prune(path, KEPT, KEPT_FOR);
    }

    /// A folder with copies of files that are to appear under other names.
    Path copied(Map<String, Path> files) throws IOException {
        var draft = draft();
        var parts = new ArrayList<String>();
        for (var file : files.entrySet()) {
            var target = draft.resolve(file.getKey()).normalize();
            if (!target.startsWith(draft)) throw new IOException(file.getKey() + " lies outside of the class path");
            Files.createDirectories(target.getParent());
            Files.copy(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
            parts.add(file.getKey());
            parts.add(CacheFolder.key(List.of(Files.readString(target, ISO_8859_1))));
        }
        var folder = path.resolve("files-" + CacheFolder.key(parts));
        CacheFolder.publish(draft, folder);
        CacheFolder.touch(folder);
        return folder;
    }

    /// A copy of what a build tool has put into its output folders: its next run would change them under the workers.
    Path copied(List<Path> outputs) throws IOException {
        var files = new TreeMap<String, Path>();
        for (var output : outputs) {
            if (!Files.isDirectory(output)) continue;
            try (var paths = Files.walk(output)) {
                paths.filter(Files::isRegularFile).forEach(
                        file -> files.putIfAbsent(output.relativize(file).toString().replace('\\', '/'), file));
            }
        }
        return copied(files);
    }
}
