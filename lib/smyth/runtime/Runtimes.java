package smyth.runtime;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import smyth.classpath.CacheFolder;
import smyth.classpath.JavaBuilder;
import smyth.config.Config;
import smyth.config.Function;

/// Finds the runtime of each function, and holds what runtimes share: the compiler, the JDKs of this machine, the
/// class archives.
public final class Runtimes implements AutoCloseable {
    private final Map<String, String> shell;
    private final JavaBuilder builder;
    private final Jdks jdks;
    private final ClassArchives archives;
    private final Programs programs;
    private final WorkerFiles workers;
    private final RuntimeApiPorts ports = new RuntimeApiPorts();
    private volatile boolean hasJava;

    /// @param progress takes sentences for the user, such as what is being fetched
    public Runtimes(Map<String, String> shell, CacheFolder cache, Consumer<String> progress) {
        this.shell = Map.copyOf(shell);
        this.builder = new JavaBuilder(cache, progress);
        this.jdks = Jdks.find(shell);
        this.archives = new ClassArchives(cache.folder("class-archives"));
        this.programs = new Programs(this.shell, cache);
        this.workers = new WorkerFiles(cache);
    }

    /// @param endpoint Smyth's own address, where the function's AWS clients find the Lambda API
    /// @param progress takes sentences for the user
    public Runtime of(Config config, Function function, String endpoint, Consumer<String> progress) {
        java.util.function.Function<String, Map<String, String>> variables = runtime -> WorkerVariables.of(config,
                function, runtime,
                endpoint, shell);
        var build = new BuildCommand(function.code().build(), config.folder());
        return switch (HandlerLanguage.of(config, function)) {
            case ANY -> new ProvidedRuntime(config, function, build, variables.apply(""),
                    function.code().command().isEmpty() ? OptionalInt.of(ports.of(config, function))
                            : OptionalInt.empty());
            case PYTHON -> new PythonRuntime(config, function, new PythonSources(config, function), programs, workers,
                    build, variables, progress, new AtomicLong());
            case NODE -> new NodeRuntime(config, function, new NodeSources(config, function), programs, workers, build,
                    variables, progress, new AtomicLong());
            case JAVA -> {
                hasJava = true;
                yield new JavaRuntime(config, function, builder.project(config.folder(), function), jdks, archives,
                        variables, progress);
            }
        };
    }

    /// Has the compiler's JVM ready for the first save, but not while the first requests are served. Does not block.
    public void warmUpSoon() {
        CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS, Thread::startVirtualThread).execute(() -> {
            if (hasJava) builder.warmUp();
        });
    }

    /// Whether the shell has AWS credentials that workers do not get.
    public static boolean withholdsCredentials(Config config, Map<String, String> shell) {
        return WorkerVariables.withheld(config, shell);
    }

    @Override
    public void close() {
        builder.close();
        archives.close();
    }
}
