package smyth.classpath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Smyth's own folder for what can be made again: class paths, compiled classes, class archives.
///
/// Every entry appears whole or not at all, so several Smyths can share the folder. Losing it costs time, nothing else.
public final class CacheFolder {
    private final Path root;
    private final String owner = ProcessHandle.current().pid() + "-" + HexFormat.of().toHexDigits(hashCode());

    private CacheFolder(Path root) {
        this.root = root;
    }

    /// `SMYTH_CACHE_DIR`, else the place that the system has for such folders. Where it cannot be written, a
    /// temporary folder.
    public static CacheFolder of(Map<String, String> env, Properties system) {
        var root = place(env, system).toAbsolutePath();
        try {
            Files.createDirectories(root);
            if (Files.isWritable(root)) return new CacheFolder(root);
        } catch (IOException _) {
            // A home that cannot be written is usual in a container; a temporary folder does the same until the next
            // start.
        }
        try {
            return new CacheFolder(Files.createTempDirectory("smyth-cache"));
        } catch (IOException e) {
            throw new UncheckedIOException("neither " + root
                    + " nor the temporary folder can be written; set SMYTH_CACHE_DIR to a folder that can", e);
        }
    }

    static Path place(Map<String, String> env, Properties system) {
        var chosen = env.get("SMYTH_CACHE_DIR");
        if (chosen != null && !chosen.isBlank()) return Path.of(chosen);
        var home = Path.of(system.getProperty("user.home"));
        var os = system.getProperty("os.name");
        if (os.startsWith("Windows")) {
            var local = env.get("LOCALAPPDATA");
            return (local == null || local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local))
                    .resolve("smyth");
        }
        if (os.startsWith("Mac")) return home.resolve("Library").resolve("Caches").resolve("smyth");
        var xdg = env.get("XDG_CACHE_HOME");
        return (xdg == null || !xdg.startsWith("/") ? home.resolve(".cache") : Path.of(xdg)).resolve("smyth");
    }

    /// A short name for a content: equal parts give equal names on every machine and in every version of Smyth.
    static String key(Iterable<String> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// Names who uses this object, among all that share the folder: a process id, a dash, and more.
    String owner() {
        return owner;
    }

    /// A folder of the cache, made if it is missing.
    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make " + root.resolve(name) + "; set SMYTH_CACHE_DIR to a folder that can be written", e);
        }
    }

    /// The lines kept under a name, and marked as used; empty when there are none.
    Optional<List<String>> read(String folder, String name) {
        var file = root.resolve(folder).resolve(name);
        try {
            var lines = Files.readAllLines(file);
            touch(file);
            return Optional.of(lines);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void write(String folder, String name, List<String> lines) throws IOException {
        var place = folder(folder);
        var draft = Files.createTempFile(place, "draft", null);
        Files.write(draft, lines);
        publish(draft, place.resolve(name));
        prune(place, 200, Duration.ofDays(60));
    }

    /// Gives a finished file or folder its name in one step. Where that name is a folder already, the draft is thrown
    /// away: equal names have equal content.
    static void publish(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!Files.exists(target)) throw e;
            delete(draft);
        }
    }

    /// Marks an entry as used just now. @return whether it exists
    public static boolean touch(Path entry) {
        try {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
            return true;
        } catch (IOException _) {
            return Files.exists(entry);
        }
    }

    /// Keeps the `keep` entries used last and everything used within `age`; the rest goes.
    public static void prune(Path folder, int keep, Duration age) {
        record Entry(Path path, FileTime used) {}
        var entries = new ArrayList<Entry>();
        try (var paths = Files.newDirectoryStream(folder)) {
            for (var path : paths) entries.add(new Entry(path, Files.getLastModifiedTime(path)));
        } catch (IOException _) {
            return; // another Smyth prunes at this moment
        }
        entries.sort(Comparator.comparing(Entry::used).reversed());
        var limit = FileTime.from(Instant.now().minus(age));
        entries.stream().skip(keep).filter(entry -> entry.used().compareTo(limit) < 0)
                .forEach(entry -> delete(entry.path()));
    }

    /// Removes a file or folder as far as it can be removed; what is in use (on Windows) stays for the next time.
    static void delete(Path entry) {
        try (var paths = Files.walk(entry)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException _) {
            return;
        }
    }
}
