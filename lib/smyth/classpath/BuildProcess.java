package smyth.classpath;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs the project's own build. Each method blocks, at most ten minutes; an interrupt ends the process and all that
/// it has started.
final class BuildProcess {
    static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int LAST_LINES = 60;

    private BuildProcess() {}

    /// A command line, by the system's shell.
    ///
    /// @return what it printed last when it failed; empty when all went well
    static Optional<String> run(String command, Path folder) throws IOException, InterruptedException {
        return run(WINDOWS ? List.of("cmd", "/c", command) : List.of("sh", "-c", command), command, folder,
                new StringBuilder());
    }

    /// @param shown  what to call it in a message
    /// @param output gets all that it prints
    /// @return what it printed last when it failed; empty when all went well
    static Optional<String> run(List<String> command, String shown, Path folder, StringBuilder output)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.of(shown + " cannot be started: " + e.getMessage());
        }
        process.getOutputStream().close();
        var last = new ArrayDeque<String>();
        var pump = CompletableFuture.runAsync(() -> read(process, output, last),
                task -> Thread.ofPlatform().daemon().name("build output").start(task));
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                return Optional.of(shown + " took longer than " + LIMIT.toMinutes() + " minutes and was ended");
            pump.join();
            return process.exitValue() == 0 ? Optional.empty()
                    : Optional.of(shown + " ended with code " + process.exitValue() + "\n" + String.join("\n", last));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, StringBuilder output, ArrayDeque<String> last) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                last.addLast(line);
                if (last.size() > LAST_LINES) last.removeFirst();
            }
        } catch (IOException _) {
            return; // ended
        }
    }
}
