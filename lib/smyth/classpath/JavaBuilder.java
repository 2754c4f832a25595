package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import smyth.config.Function;

/// Finds and compiles the classes of Java functions. Compiled classes are kept by the content they come from, so
/// nothing is compiled twice, in this run or in a later one.
///
/// Safe for use by many threads; one project is built once at a time.
public final class JavaBuilder implements AutoCloseable {
    private final CacheFolder cache;
    private final CompilerJvm compiler;
    private volatile Thread warmUp;
    private final Workshop workshop;

    /// @param progress what takes time (what is fetched) and what annotation processors print, a line at a time, for
    ///                 people
    public JavaBuilder(CacheFolder cache, Consumer<String> progress) {
        this.cache = cache;
        this.compiler = new CompilerJvm(cache, progress, Duration.ofMinutes(5), Duration.ofMinutes(10));
        this.workshop = new Workshop(cache, new Dependencies(cache, progress, Duration.ofMinutes(5)), compiler,
                progress);
    }

    /// @param folder of the configuration
    public JavaProject project(Path folder, Function function) {
        return new JavaProject(workshop, folder.toAbsolutePath().normalize(), function);
    }

    /// Starts the compiler's JVM if it does not run, so that the first save after a start without compilation need
    /// not wait for it. Does not block.
    public void warmUp() {
        warmUp = Thread.ofVirtual().name("compiler warm-up").start(() -> {
            try {
                var folder = Files.createTempDirectory(cache.folder("classes"), "warm-up");
                var source = Files.writeString(folder.resolve("WarmUp.java"),
                        "class WarmUp { String greeting = \"hello\".repeat(2); }");
                compiler.compile(new CompilerRequest(
                        List.of("-d", folder.toString(), "-cp", folder.toString(), "--release", "21", "-proc:none"),
                        List.of(source)));
                CacheFolder.delete(folder);
            } catch (IOException | InterruptedException _) {
                return; // the first compilation says what is wrong
            }
        });
    }

    /// Runs a build command of the configuration's own, by the system's shell. Blocks, at most some minutes; an
    /// interrupt ends it.
    ///
    /// @return what it said when it failed; empty when all went well
    public static Optional<String> run(String command, Path folder) throws InterruptedException {
        try {
            return BuildProcess.run(command, folder);
        } catch (IOException e) {
            return Optional.of(command + " cannot be started: " + e.getMessage());
        }
    }

    /// Ends the compiler's JVM. Waits shortly for the warm-up that used it: a JVM that writes its class archive at exit
    /// crashes now and then while a thread loads classes.
    @Override
    public void close() {
        compiler.close();
        try {
            if (warmUp != null) warmUp.join(1000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
