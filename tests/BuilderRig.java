import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.BuildResult.Failed;
import smyth.classpath.CacheFolder;
import smyth.classpath.JavaBuilder;
import smyth.config.Code;
import smyth.config.Execution;
import smyth.config.Function;

/// A folder for a project, and a builder with a cache of its own.
abstract class BuilderRig {
    static final ConcurrentLinkedQueue<String> progress = new ConcurrentLinkedQueue<>();

    @TempDir
    static Path cacheDir;

    static JavaBuilder builder;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        progress.clear();
        builder = new JavaBuilder(
                CacheFolder.of(Map.of("SMYTH_CACHE_DIR", cacheDir.toString()), System.getProperties()), progress::add);
    }

    @AfterAll
    static void close() {
        builder.close();
    }

    Built built(Function function) throws InterruptedException {
        return assertInstanceOf(Built.class, builder.project(folder, function).build(17));
    }

    Failed failed(Function function) throws InterruptedException {
        return assertInstanceOf(Failed.class, builder.project(folder, function).build(17));
    }

    void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// Those of this test: other tests run beside it in the same JVM.
    List<ProcessHandle> compilers() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().commandLine()
                        .filter(line -> line.contains("CompilerMain") && line.contains(cacheDir.toString()))
                        .isPresent())
                .toList();
    }

    /// Whoever compiles after that is a new one.
    void endCompilers() {
        for (var compiler : compilers()) {
            compiler.destroyForcibly();
            compiler.onExit().join();
        }
    }

    static Function function(String handler) {
        return function(handler, List.of(), List.of(), Optional.empty());
    }

    static Function function(String handler, List<Path> source, List<String> classpath, Optional<String> build) {
        var code = new Code(handler, Optional.empty(), source, classpath, build, List.of(), Optional.empty(),
                Optional.empty());
        return new Function("f", code, Execution.DEFAULT, List.of());
    }
}
