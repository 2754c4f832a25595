package smyth.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import smyth.classpath.CacheFolder;

/// The programs of this machine that workers of languages other than Java run on: found on the PATH, and asked for
/// their versions.
final class Programs {
    static final boolean WINDOWS = File.separatorChar == '\\';
    private static final long LIMIT_SECONDS = 10;

    private final Map<String, String> shell;
    private final CacheFolder cache;
    private final Map<List<String>, String> answers = new ConcurrentHashMap<>();
    /// A project of many functions asks about all of them at once.
    private final Semaphore turns = new Semaphore(Math.max(2, java.lang.Runtime.getRuntime().availableProcessors()));

    /// @param shell our own environment
    Programs(Map<String, String> shell, CacheFolder cache) {
        this.shell = shell;
        this.cache = cache;
    }

    /// What a program said.
    ///
    /// @param output stdout and stderr together
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
                // What the Windows Store puts there only opens the shop.
                if (Files.isExecutable(file) && !(WINDOWS && folder.contains("WindowsApps")))
                    return Optional.of(file.toAbsolutePath());
            }
        return Optional.empty();
    }

    /// Runs a program that answers quickly. Blocks, at most 10 s; an interrupt ends it.
    Said ask(Path folder, List<String> command) throws InterruptedException {
        turns.acquire();
        try {
            return said(folder, command);
        } finally {
            turns.release();
        }
    }

    private Said said(Path folder, List<String> command) throws InterruptedException {
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
}
