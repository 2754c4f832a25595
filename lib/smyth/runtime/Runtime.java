//SOURCES JavaRuntime.java
package smyth.runtime;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import smyth.build.CacheFolder;
import smyth.build.JavaBuilder;
import smyth.config.Config;
import smyth.config.FunctionConfig;
import smyth.runtime.JavaRuntime.ClassArchives;
import smyth.runtime.JavaRuntime.Jdks;
import smyth.runtimeapi.RuntimeApi.Start;

/// What knows a language: how a function is built, and how its worker is started. Starts no worker itself. Made by [Runtimes#of].
public sealed interface Runtime permits JavaRuntime {
    /// What was found of the project, for people: `Maven project pom.xml`.
    String description();

    /// Builds the function as its files are now. Blocks; an interrupt drops the work.
    Built build() throws InterruptedException;

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
    /// @param env the whole environment of the process
    record Launch(List<String> command, Map<String, String> env, Path directory) {
        public Launch {
            command = List.copyOf(command);
            env = Map.copyOf(env);
        }
    }

    /// Finds the runtime of each function, and holds what runtimes share: the compiler, the JDKs of this machine, the class archives.
    final class Runtimes implements AutoCloseable {
        private final Map<String, String> shell;
        private final JavaBuilder builder;
        private final Jdks jdks;
        private final ClassArchives archives;
        private volatile boolean hasJava;

        /// @param progress takes sentences for the user, such as what is being fetched
        public Runtimes(Map<String, String> shell, CacheFolder cache, Consumer<String> progress) {
            this.shell = Map.copyOf(shell);
            this.builder = new JavaBuilder(cache, progress);
            this.jdks = Jdks.find(shell);
            this.archives = new ClassArchives(cache.folder("class-archives"));
        }

        /// @param endpoint Smyth's own address, where the function's AWS clients find the Lambda API
        /// @param progress takes sentences for the user
        public Runtime of(Config config, FunctionConfig function, String endpoint, Consumer<String> progress) {
            hasJava = true;
            return new JavaRuntime(config, function, builder.project(config.folder(), function), jdks, archives,
                    runtime -> Variables.of(config, function, runtime, endpoint, shell), progress);
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
