//SOURCES ConfigReader.java
//SOURCES ConfigFile.java
//SOURCES Settings.java
//SOURCES HandlerSource.java
package smyth.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.route.RouteTable;
import smyth.route.RouteTable.PathPattern;
import smyth.route.RouteTable.PayloadFormat;
import smyth.route.RouteTable.Route;

/// What is in force: the settings of one project, checked.
///
/// @param folder      where the configuration lies; the directory of every worker
/// @param file        the configuration file; empty when PATH was a handler source file
/// @param pathPrefix  of Smyth's own pages, `/smyth`
/// @param allowedHosts names beside our own under which Smyth's own pages answer
/// @param readFrom    the files it was read from, and those that would count if they were there: a change of one may mean another configuration
/// @param notes       what the user should know although it is no problem, one sentence each
public record Config(Path folder, Optional<Path> file, String host, int port, LogLevel logLevel, String pathPrefix, boolean detailedErrors,
        String region, String accountId, boolean inheritCredentials, Set<String> allowedHosts, List<FunctionConfig> functions,
        List<Path> readFrom, List<String> notes) {
    public enum LogLevel { DEBUG, INFO, WARNING, ERROR, CRITICAL }

    public Config {
        allowedHosts = Set.copyOf(allowedHosts);
        functions = List.copyOf(functions);
        readFrom = List.copyOf(readFrom);
        notes = List.copyOf(notes);
    }

    /// The routes of all functions that have one, in the order of the file.
    public RouteTable routes() {
        return new RouteTable(functions.stream().flatMap(function -> function.path().stream()
                .map(path -> new Route(function.name(), path, function.methods(), function.format()))).toList());
    }

    /// The same with what the command line says instead.
    public Config with(String host, int port, LogLevel logLevel) {
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId, inheritCredentials, allowedHosts, functions, readFrom, notes);
    }

    /// The same with every function debugged on a free port that is not debugged anyway.
    public Config debugged() {
        var debugged = functions.stream().map(FunctionConfig::debugged).toList();
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId, inheritCredentials, allowedHosts, debugged, readFrom, notes);
    }

    /// The settings of one function, with every default filled in.
    ///
    /// @param handlerPath  as written: `shop.OrderHandler::handle`, `my_app.handlers.order_handler`; empty only with `command`
    /// @param runtime      as AWS spells it (`java21`); empty means: find it from the handler and the project's files
    /// @param path         empty when the function is reached by name only
    /// @param methods      upper case; empty means every method
    /// @param timeout      900 s when none is set
    /// @param memorySize   MB; empty means 128 in the environment variable and a heap of the JVM's own choice
    /// @param source       folders or one file with JBang directives, absolute; empty means: look
    /// @param classpath    as written, globs included; empty means: find it
    /// @param build        a command run in place of compiling
    /// @param command      the worker's command line, for `provided`
    /// @param eventFunction   the user's own event function; empty for the built-in ones
    /// @param contextFunction the user's own context function; empty for the built-in one
    /// @param directEvents `event_data_function_path` names Python Smyth's `generate_lambda_invocation_event_data`: the body is the event
    /// @param env          top-level `env`, the `.env` file and the function's own `env`, merged; stronger than the shell
    /// @param reserve      workers kept booted from the first reload on, 0 or 1
    public record FunctionConfig(String name, String handlerPath, Optional<String> runtime, Optional<PathPattern> path, Set<String> methods,
            PayloadFormat format, Duration timeout, LogLevel logLevel, int concurrency, Strategy strategy, Optional<Integer> memorySize,
            List<Path> source, List<String> classpath, Optional<String> build, List<String> command, Optional<String> eventFunction,
            Optional<String> contextFunction, boolean directEvents, Map<String, String> env, List<String> jvmOptions, Debug debug, int reserve) {
        /// Which execution environment takes the next invocation.
        public enum Strategy { FIRST_WARM, ROUND_ROBIN }

        public FunctionConfig {
            if (concurrency < 1) throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
            methods = Set.copyOf(methods);
            source = List.copyOf(source);
            classpath = List.copyOf(classpath);
            command = List.copyOf(command);
            env = Map.copyOf(env);
            jvmOptions = List.copyOf(jvmOptions);
        }

        /// The same with a debugger on a free port, unless it has one.
        FunctionConfig debugged() {
            if (!(debug instanceof Debug.Off)) return this;
            return new FunctionConfig(name, handlerPath, runtime, path, methods, format, timeout, logLevel, concurrency, strategy, memorySize, source, classpath, build, command,
                    eventFunction, contextFunction, directEvents, env, jvmOptions, new Debug.AnyPort(), reserve);
        }

        /// The name only: `env` holds secrets.
        @Override
        public String toString() {
            return "FunctionConfig[" + name + "]";
        }

        /// Whether and how workers of a function can be debugged.
        public sealed interface Debug {
            record Off() implements Debug {}

            /// Each worker listens on a free loopback port.
            record AnyPort() implements Debug {}

            /// The worker listens on this loopback port.
            record Port(int port) implements Debug {}

            /// The worker connects to an IDE that listens there.
            record ConnectTo(String host, int port) implements Debug {}
        }
    }

    /// One thing that is wrong in a configuration.
    ///
    /// @param line    from 1; 0 where there is none
    /// @param key     dotted, `handlers.orders.timeout`; "" where there is none
    /// @param message what is wrong, with the value, and what to do
    public record Problem(int line, String key, String message) {}

    /// A configuration that cannot be used, with every problem in it. The message is ready to print.
    public static final class ConfigException extends Exception {
        private final transient List<Problem> problems;

        ConfigException(String source, List<Problem> problems) {
            super(text(source, problems));
            this.problems = List.copyOf(problems);
        }

        /// There is no file to find problems in.
        ConfigException(String message) {
            super(message);
            this.problems = List.of(new Problem(0, "", message));
        }

        public List<Problem> problems() {
            return problems;
        }

        private static String text(String source, List<Problem> problems) {
            var text = new StringBuilder(problems.size() == 1 ? "1 problem" : problems.size() + " problems").append(" in ").append(source);
            int width = problems.stream().mapToInt(problem -> problem.key().length()).max().orElse(0);
            for (var problem : problems)
                text.append("\n  ").append(problem.line() == 0 ? "        " : "line %-3d".formatted(problem.line()))
                        .append(' ').append((problem.key() + " ".repeat(width)).substring(0, width)).append(width == 0 ? "" : "   ").append(problem.message());
            return text.toString();
        }
    }
}
