package smyth.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import smyth.classpath.CacheFolder;

/// The workers that ship with Smyth for Python and Node, as folders: copies in the cache, since they may lie in a jar.
/// A copy is named by its content, so several versions of Smyth can share the cache.
final class WorkerFiles {
    private final CacheFolder cache;
    private final Map<String, Path> copies = new ConcurrentHashMap<>();

    WorkerFiles(CacheFolder cache) {
        this.cache = cache;
    }

    /// The file in the cache, with all that lies beside it.
    ///
    /// @param name on the class path: `worker/node/worker/main.cjs`
    /// @throws UncheckedIOException when the cache cannot be written
    Path copy(String name) {
        return copies.computeIfAbsent(name, _ -> {
            var url = WorkerFiles.class.getClassLoader().getResource(name);
            if (url == null) throw new IllegalStateException(name + " is missing in this build of Smyth");
            var path = Path.of(name);
            try {
                var files = beside(url, name.substring(0, name.lastIndexOf('/') + 1));
                var folder = cache.folder("workers").resolve(key(files)).resolve(path.getParent().getFileName());
                Files.createDirectories(folder);
                for (var file : files.entrySet()) write(folder.resolve(file.getKey()), file.getValue());
                return folder.resolve(path.getFileName());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + name
                        + " into the cache; set SMYTH_CACHE_DIR to a folder that can be written", e);
            }
        });
    }

    /// The files of a resource's folder by their names.
    private static SortedMap<String, byte[]> beside(URL url, String folder) throws IOException {
        var files = new TreeMap<String, byte[]>();
        if (url.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            try (var jar = connection.getJarFile()) {
                for (var entry : jar.stream().toList()) {
                    var rest = entry.getName().startsWith(folder) ? entry.getName().substring(folder.length()) : "";
                    if (rest.isEmpty() || rest.contains("/")) continue;
                    try (var in = jar.getInputStream(entry)) {
                        files.put(rest, in.readAllBytes());
                    }
                }
            }
            return files;
        }
        try (var entries = Files.newDirectoryStream(Path.of(url.toURI()).getParent())) {
            for (var entry : entries)
                if (Files.isRegularFile(entry)) files.put(entry.getFileName().toString(), Files.readAllBytes(entry));
            return files;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // class paths are made of files
        }
    }

    private static String key(SortedMap<String, byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                digest.update((name + "\0" + bytes.length + "\0").getBytes(UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// Several Smyths may do this at once, and something may have cleaned the cache in part.
    private static void write(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file) && Files.size(file) == bytes.length) return;
        var draft = Files.createTempFile(file.getParent(), "draft", null);
        Files.write(draft, bytes);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
