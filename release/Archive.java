import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The content of a jar, by entry name. The same content makes the same bytes, whenever and wherever it is written.
record Archive(TreeMap<String, byte[]> entries) {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the first that a jar can hold

    /// What a jar holds, without its manifest.
    static Archive ofJar(Path jar, Predicate<String> wanted) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().filter(entry -> !entry.isDirectory()).toList())
                if (!entry.getName().startsWith("META-INF/") && wanted.test(entry.getName()))
                    entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
        }
        return new Archive(entries);
    }

    /// The files below a folder, named from there.
    static Archive ofFolder(Path folder, Predicate<String> wanted) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                if (wanted.test(name)) entries.put(name, Files.readAllBytes(file));
            }
        }
        return new Archive(entries);
    }

    /// Writes it with a manifest of these attributes in front, and the licence.
    void write(Path jar, Map<String, String> manifest) throws IOException {
        var text = new StringBuilder("Manifest-Version: 1.0\r\n");
        manifest.forEach((key, value) -> text.append(key).append(": ").append(value).append("\r\n"));
        Files.createDirectories(jar.getParent());
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
            var folders = new TreeMap<String, byte[]>();
            put(out, "META-INF/", new byte[0]);
            put(out, "META-INF/MANIFEST.MF", text.append("\r\n").toString().getBytes());
            put(out, "META-INF/LICENSE", Files.readAllBytes(Path.of("LICENSE")));
            for (var entry : entries.entrySet()) {
                for (int slash = entry.getKey().indexOf('/'); slash >= 0; slash = entry.getKey().indexOf('/',
                        slash + 1))
                    if (folders.put(entry.getKey().substring(0, slash + 1), new byte[0]) == null)
                        put(out, entry.getKey().substring(0, slash + 1), new byte[0]);
                put(out, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
