package smyth.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import smyth.classpath.CacheFolder;
import smyth.classpath.JavaBuilder;
import smyth.config.Config;
import smyth.config.Function;
import smyth.project.Language;

/// Finds the runtime of each function, and holds what runtimes share: the compiler, the JDKs of this machine, the
/// class archives.
public final class Runtimes implements AutoCloseable {
    /// Below those that systems give away by themselves.
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;
    private static final int TRIES = 100;

    private final Map<String, String> shell;
    private final JavaBuilder builder;
    private final Jdks jdks;
    private final ClassArchives archives;
    private final Programs programs;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private volatile boolean hasJava;

    /// @param progress takes sentences for the user, such as what is being fetched
    public Runtimes(Map<String, String> shell, CacheFolder cache, Consumer<String> progress) {
        this.shell = Map.copyOf(shell);
        this.builder = new JavaBuilder(cache, progress);
        this.jdks = Jdks.find(shell);
        this.archives = new ClassArchives(cache.folder("class-archives"));
        this.programs = new Programs(this.shell, cache);
    }

    /// @param endpoint Smyth's own address, where the function's AWS clients find the Lambda API
    /// @param progress takes sentences for the user
    public Runtime of(Config config, Function function, String endpoint, Consumer<String> progress) {
        java.util.function.Function<String, Map<String, String>> variables = runtime -> WorkerVariables.of(config,
                function, runtime,
                endpoint, shell);
        var build = new BuildCommand(function.code().build(), config.folder());
        return switch (language(config, function)) {
            case "provided" -> new ProvidedRuntime(config, function, build, variables.apply(""),
                    function.code().command().isEmpty() ? OptionalInt.of(port(config, function)) : OptionalInt.empty());
            case "python" ->
                new PythonRuntime(config, function, programs, build, variables, progress, new AtomicLong());
            case "nodejs" -> new NodeRuntime(config, function, programs, build, variables, progress, new AtomicLong());
            default -> {
                hasJava = true;
                yield new JavaRuntime(config, function, builder.project(config.folder(), function), jdks, archives,
                        variables, progress);
            }
        };
    }

    /// The same whenever Smyth serves this function, so that an IDE can be told once, unless somebody else has it.
    private int port(Config config, Function function) {
        return ports.computeIfAbsent(function.name(), name -> {
            int wish = Math.floorMod((config.folder() + " " + name).hashCode(), PORTS);
            return IntStream.range(0, TRIES).map(i -> FIRST_PORT + (wish + i) % PORTS)
                    .filter(port -> !ports.containsValue(port) && isFree(port)).findFirst()
                    .orElseThrow(() -> new IllegalStateException("no port is free for the Runtime API of " + name));
        });
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// How the name of a function's runtime begins: as configured, else by the file in which the handler lies, else
    /// by the project's files.
    private static String language(Config config, Function function) {
        if (function.code().runtime().isPresent()) return function.code().runtime().get().replaceAll("[^a-z].*", "");
        var handler = function.code().handler();
        var source = function.code().source().stream().filter(Files::isRegularFile)
                .flatMap(file -> Language.of(file).stream())
                .findFirst();
        if (source.isPresent()) return source.get().runtime();
        if (handler.contains("::") || !function.code().classpath().isEmpty()) return "java";
        if (PythonRuntime.module(PythonRuntime.folders(config, function), handler).isPresent()) return "python";
        if (NodeRuntime.module(NodeRuntime.folder(config, function), handler,
                List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts")).isPresent())
            return "nodejs";
        if (handler.contains("/") || Stream.of("pom.xml", "build.gradle", "build.gradle.kts", "src/main/java")
                .noneMatch(name -> Files.exists(config.folder().resolve(name)))) {
            if (handler.contains("/") && Files.exists(config.folder().resolve("package.json"))) return "nodejs";
            if (config.file().filter(file -> file.endsWith("pyproject.toml")).isPresent()) return "python";
        }
        return "java";
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
