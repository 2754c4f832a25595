package smyth.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;

/// The settings of one function, with every default filled in.
///
/// @param handlerPath  as written: `shop.OrderHandler::handle`, `my_app.handlers.order_handler`; empty only with
///                     `command`
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
/// @param directEvents `event_data_function_path` names Python Smyth's `generate_lambda_invocation_event_data`: the
///                     body is the event
/// @param env          top-level `env`, the `.env` file and the function's own `env`, merged; stronger than the shell
/// @param reserve      workers kept booted from the first reload on, 0 or 1
public record FunctionConfig(String name, String handlerPath, Optional<String> runtime, Optional<PathPattern> path,
        Set<String> methods,
        PayloadFormat format, Duration timeout, LogLevel logLevel, int concurrency, Strategy strategy,
        Optional<Integer> memorySize,
        List<Path> source, List<String> classpath, Optional<String> build, List<String> command,
        Optional<String> eventFunction,
        Optional<String> contextFunction, boolean directEvents, Map<String, String> env, List<String> jvmOptions,
        Debug debug, int reserve) {

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
        return new FunctionConfig(name, handlerPath, runtime, path, methods, format, timeout, logLevel, concurrency,
                strategy, memorySize, source, classpath, build, command,
                eventFunction, contextFunction, directEvents, env, jvmOptions, new Debug.AnyPort(), reserve);
    }

    /// The name only: `env` holds secrets.
    @Override
    public String toString() {
        return "FunctionConfig[" + name + "]";
    }
}
