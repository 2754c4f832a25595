//SOURCES JavaRuntime.java
//SOURCES NodeRuntime.java
//SOURCES PythonRuntime.java
package smyth.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import smyth.build.CacheFolder;
import smyth.build.JavaBuilder;
import smyth.config.Config;
import smyth.config.Config.FunctionConfig;
import smyth.config.Config.FunctionConfig.Debug;
import smyth.config.HandlerSource.Language;
import smyth.runtime.JavaRuntime.ClassArchives;
import smyth.runtime.JavaRuntime.Jdks;
import smyth.runtime.NodeRuntime.Programs;
import smyth.runtime.PythonRuntime.BuildCommand;
import smyth.runtimeapi.RuntimeApi.Start;

/// What knows a language: how a function is built, and how its worker is started. Starts no worker itself. Made by [Runtimes#of].
public sealed interface Runtime permits JavaRuntime, PythonRuntime, NodeRuntime, Runtime.Provided {
    /// What was found of the project, for people: `Maven project pom.xml`.
    String description();

    /// Builds the function as its files are now. Blocks; an interrupt drops the work.
    Built build() throws InterruptedException;

    /// Whether a change drops the build under way. Not where the build itself may change files that are watched.
    default boolean isDroppable() {
        return true;
    }

    /// What a build comes to.
    sealed interface Built {
        /// The files, and folders with all that is below them, whose change asks for another build.
        Set<Path> watched();

        /// @param start empty for a worker that does not ship with Smyth
        record Runnable(Launch launch, Optional<Start> start, Set<Path> watched) implements Built {}

        /// @param message for people, several lines
        record Broken(String message, Set<Path> watched) implements Built {}
    }

    /// How to start a worker: everything but what only the execution environment itself knows (the Runtime API's address, the log stream).
    ///
    /// @param env      the whole environment of the process
    /// @param debugger how the worker says where a debugger can attach; empty when none can, or when it looks for its debugger itself
    /// @param port     of the Runtime API where somebody else starts the function and has to know; the command stands for it as long as it is awaited
    record Launch(List<String> command, Map<String, String> env, Path directory, Optional<Debugger> debugger, OptionalInt port) {
        public Launch {
            command = List.copyOf(command);
            env = Map.copyOf(env);
        }

        /// Of a worker that is not debugged.
        public Launch(List<String> command, Map<String, String> env, Path directory) {
            this(command, env, directory, Optional.empty());
        }

        public Launch(List<String> command, Map<String, String> env, Path directory, Optional<Debugger> debugger) {
            this(command, env, directory, debugger, OptionalInt.empty());
        }
    }

    /// What a worker prints about its debugger, beside what the handler prints.
    ///
    /// @param language  `java`, `node`, `python`
    /// @param listening the whole line that names the port, which is its first group
    /// @param noise     other whole lines that are not the handler's
    /// @param fixedPort the port that must be free before the worker starts
    record Debugger(String language, Pattern listening, Pattern noise, OptionalInt fixedPort) {
        static OptionalInt fixedPort(Debug debug) {
            return debug instanceof Debug.Port(int port) ? OptionalInt.of(port) : OptionalInt.empty();
        }
    }

    /// Any program that speaks the Lambda Runtime API: `command` starts it. With an empty command one says where to connect, and waits.
    ///
    /// @param made the function's own `build`, run first
    /// @param port where a function that somebody else starts finds the Runtime API; empty with a command
    record Provided(Config config, FunctionConfig function, BuildCommand made, Map<String, String> variables, OptionalInt port) implements Runtime {
        @Override
        public String description() {
            return port.isPresent() ? "a function that you start" : String.join(" ", function.command());
        }

        @Override
        public Built build() throws InterruptedException {
            var failure = made.run(this::watched);
            var watched = watched();
            if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
            return new Built.Runnable(new Launch(port.isPresent() ? waiting() : command(), variables, config.folder(), Optional.empty(), port), Optional.empty(), watched);
        }

        @Override
        public boolean isDroppable() {
            return function.build().isEmpty();
        }

        /// A program that is written with a folder lies below the configuration's.
        private List<String> command() {
            var command = new ArrayList<>(function.command());
            if (command.getFirst().contains("/") || command.getFirst().contains("\\")) command.set(0, config.folder().resolve(command.getFirst()).normalize().toString());
            return command;
        }

        /// Stands for the function that somebody starts in an IDE: an execution environment lives as long as its process does.
        private List<String> waiting() {
            var text = function.name() + " waits for a function that you start with AWS_LAMBDA_RUNTIME_API=";
            return Programs.WINDOWS ? List.of("powershell", "-NoProfile", "-Command", "Write-Output ('" + text + "' + $env:AWS_LAMBDA_RUNTIME_API); Start-Sleep 2000000")
                    : List.of("sh", "-c", "echo \"" + text + "$AWS_LAMBDA_RUNTIME_API\"; exec sleep 2000000");
        }

        /// `source`, and the files that the command names. Nothing of what somebody else starts: he knows when to start it anew.
        private Set<Path> watched() {
            if (port.isPresent()) return Set.of();
            var watched = new LinkedHashSet<>(function.source());
            for (var word : function.command()) {
                try {
                    var file = config.folder().resolve(word).normalize();
                    if (file.startsWith(config.folder()) && Files.isRegularFile(file)) watched.add(file);
                } catch (InvalidPathException _) {
                    // a word that is no path
                }
            }
            return watched;
        }
    }

    /// Finds the runtime of each function, and holds what runtimes share: the compiler, the JDKs of this machine, the class archives.
    final class Runtimes implements AutoCloseable {
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
        public Runtime of(Config config, FunctionConfig function, String endpoint, Consumer<String> progress) {
            Function<String, Map<String, String>> variables = runtime -> Variables.of(config, function, runtime, endpoint, shell);
            var build = new BuildCommand(function.build(), config.folder());
            return switch (language(config, function)) {
                case "provided" -> new Provided(config, function, build, variables.apply(""), function.command().isEmpty() ? OptionalInt.of(port(config, function)) : OptionalInt.empty());
                case "python" -> new PythonRuntime(config, function, programs, build, variables, progress, new AtomicLong());
                case "nodejs" -> new NodeRuntime(config, function, programs, build, variables, progress, new AtomicLong());
                default -> {
                    hasJava = true;
                    yield new JavaRuntime(config, function, builder.project(config.folder(), function), jdks, archives, variables, progress);
                }
            };
        }

        /// The same whenever Smyth serves this function, so that an IDE can be told once, unless somebody else has it.
        private int port(Config config, FunctionConfig function) {
            return ports.computeIfAbsent(function.name(), name -> {
                int wish = Math.floorMod((config.folder() + " " + name).hashCode(), PORTS);
                return IntStream.range(0, TRIES).map(i -> FIRST_PORT + (wish + i) % PORTS).filter(port -> !ports.containsValue(port) && isFree(port)).findFirst()
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

        /// How the name of a function's runtime begins: as configured, else by the file in which the handler lies, else by the project's files.
        private static String language(Config config, FunctionConfig function) {
            if (function.runtime().isPresent()) return function.runtime().get().replaceAll("[^a-z].*", "");
            var handler = function.handlerPath();
            var source = function.source().stream().filter(Files::isRegularFile).flatMap(file -> Language.of(file).stream()).findFirst();
            if (source.isPresent()) return source.get().runtime();
            if (handler.contains("::") || !function.classpath().isEmpty()) return "java";
            if (PythonRuntime.module(PythonRuntime.folders(config, function), handler).isPresent()) return "python";
            if (NodeRuntime.module(NodeRuntime.folder(config, function), handler, List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts")).isPresent()) return "nodejs";
            if (handler.contains("/") || Stream.of("pom.xml", "build.gradle", "build.gradle.kts", "src/main/java").noneMatch(name -> Files.exists(config.folder().resolve(name)))) {
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
            return Variables.withheld(config, shell);
        }

        @Override
        public void close() {
            builder.close();
            archives.close();
        }

        /// The environment variables of a worker: the function's own, else the shell's, else Lambda's defaults; what names the function is
        /// always Lambda's. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
        static final class Variables {
            private static final int DEFAULT_MEMORY = 128;
            /// What would let a handler reach the developer's own account.
            private static final Pattern CREDENTIALS = Pattern.compile("AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(DEFAULT_)?PROFILE|(CONTAINER|WEB_IDENTITY|ROLE)_.*)");
            /// Lambda's own of a Smyth that runs in a worker of another one, or in Lambda.
            private static final Set<String> FOREIGN = Set.of("_LAMBDA_TELEMETRY_LOG_FD", "_X_AMZN_TRACE_ID", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API");

            private Variables() {}

            /// @param shell        our own environment
            /// @param runtime      `java21`; "" for `provided`, which has no AWS_EXECUTION_ENV
            /// @param endpoint     Smyth's own address
            static Map<String, String> of(Config config, FunctionConfig function, String runtime, String endpoint, Map<String, String> shell) {
                var variables = new LinkedHashMap<>(defaults(config));
                shell.forEach((name, value) -> {
                    if (FOREIGN.contains(name) || !config.inheritCredentials() && CREDENTIALS.matcher(name).matches()) return;
                    variables.put(name, value);
                });
                variables.putAll(identity(config, function, runtime));
                variables.put("AWS_ENDPOINT_URL_LAMBDA", endpoint);
                if (!config.inheritCredentials()) variables.put("AWS_EC2_METADATA_DISABLED", "true");
                variables.putAll(function.env());
                return variables;
            }

            private static Map<String, String> defaults(Config config) {
                var defaults = new LinkedHashMap<String, String>();
                if (!config.inheritCredentials()) {
                    defaults.put("AWS_ACCESS_KEY_ID", "000000000000");
                    defaults.put("AWS_SECRET_ACCESS_KEY", "test");
                    defaults.put("AWS_SESSION_TOKEN", "test");
                }
                defaults.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
                defaults.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
                defaults.put("LANG", "en_US.UTF-8");
                return defaults;
            }

            private static Map<String, String> identity(Config config, FunctionConfig function, String runtime) {
                var identity = new LinkedHashMap<String, String>();
                identity.put("_HANDLER", function.handlerPath());
                identity.put("AWS_REGION", config.region());
                identity.put("AWS_DEFAULT_REGION", config.region());
                identity.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
                identity.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
                identity.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memorySize(function)));
                identity.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
                identity.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
                identity.put("LAMBDA_TASK_ROOT", config.folder().toString());
                identity.put("TZ", ":UTC");
                if (!runtime.isEmpty()) identity.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime);
                return identity;
            }

            /// MB, as the function sees it.
            static int memorySize(FunctionConfig function) {
                return function.memorySize().orElse(DEFAULT_MEMORY);
            }

            /// Whether the shell has credentials that workers do not get.
            static boolean withheld(Config config, Map<String, String> shell) {
                return !config.inheritCredentials() && shell.keySet().stream().anyMatch(name -> CREDENTIALS.matcher(name).matches());
            }
        }
    }
}
