package smyth.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import smyth.classpath.CacheFolder;
import smyth.watch.SourceFolders;

/// The programs of this machine that workers of languages other than Java run on, and the sources that they run.
final class Programs {
    static final boolean WINDOWS = File.separatorChar == '\\';
    private static final long LIMIT_SECONDS = 10;
    private static final int DEPTH = 4;
    static final List<String> ANY = List.of("");

    private final Map<String, String> shell;
    private final CacheFolder cache;
    private final Map<String, Path> workers = new ConcurrentHashMap<>();
    private final Map<List<String>, String> answers = new ConcurrentHashMap<>();

    /// @param shell our own environment
    Programs(Map<String, String> shell, CacheFolder cache) {
        this.shell = shell;
        this.cache = cache;
    }

    /// What a program said: its exit code, and stdout and stderr together.
    record Said(int exit, String output) {}

    Optional<String> variable(String name) {
        return Optional.ofNullable(shell.get(name)).filter(value -> !value.isBlank());
    }

    /// The first of these names that is found on the PATH.
    Optional<Path> onPath(String... names) {
        var path = shell.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase("PATH"))
                .map(Map.Entry::getValue).findFirst().orElse("");
        for (var name : names)
            for (var folder : path.split(File.pathSeparator)) {
                if (folder.isBlank()) continue;
                var file = Path.of(folder).resolve(WINDOWS ? name + ".exe" : name);
                // What the Windows Store puts there is no program, but an invitation to its shop.
                if (Files.isExecutable(file) && !(WINDOWS && folder.contains("WindowsApps")))
                    return Optional.of(file.toAbsolutePath());
            }
        return Optional.empty();
    }

    /// Runs a program that answers quickly. Blocks, at most 10 s; an interrupt ends it.
    Said ask(Path folder, List<String> command) throws InterruptedException {
        Process process;
        Path output;
        try {
            output = Files.createTempFile(cache.folder("answers"), "answer", ".txt");
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.equals("NODE_OPTIONS")); // a debugger may be in it
            process = builder.start();
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                return new Said(-1, String.join(" ", command) + " took longer than " + LIMIT_SECONDS + " s");
            return new Said(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        } finally {
            process.destroyForcibly();
            output.toFile().delete();
        }
    }

    /// The same for a question that has one answer as long as Smyth runs; "" when there was none.
    String askOnce(Path folder, List<String> command) throws InterruptedException {
        var known = answers.get(command);
        if (known != null) return known;
        var said = ask(folder, command);
        var answer = said.exit() == 0 ? said.output().strip() : "";
        answers.put(command, answer);
        return answer;
    }

    /// A worker that ships with Smyth, as a file: a copy in the cache, since it may lie in a jar.
    ///
    /// @param name on the class path, `worker/node/worker.mjs`
    Path worker(String name) {
        return workers.computeIfAbsent(name, _ -> {
            try (var in = Programs.class.getClassLoader().getResourceAsStream(name)) {
                if (in == null) throw new IllegalStateException(name + " is missing in this build of Smyth");
                var bytes = in.readAllBytes();
                var folder = cache.folder("workers")
                        .resolve(HexFormat.of().toHexDigits(new String(bytes, UTF_8).hashCode()) + "-" + bytes.length);
                var file = Files.createDirectories(folder).resolve(name.substring(name.lastIndexOf('/') + 1));
                if (Files.exists(file) && Files.size(file) == bytes.length) return file;
                var draft = Files.createTempFile(folder, "draft", null);
                Files.write(draft, bytes);
                return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot write " + name + " into the cache; set SMYTH_CACHE_DIR to a folder that can be written",
                        e);
            }
        });
    }

    /// What of a folder to watch: sources in it, and folders that hold some. Not the folder itself, in which a
    /// handler may well write.
    static Set<Path> sources(Path folder, List<String> endings) {
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

    /// Text for a line of JSON.
    static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < ' ') json.append("\\u%04x".formatted((int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }
}
