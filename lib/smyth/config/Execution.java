package smyth.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a function runs: its limits, its environment variables, and what its workers are started with.
///
/// @param timeout     after which an invocation is ended; 900 s when none is set
/// @param memory      MB; empty means 128 in the environment variable and a heap of the JVM's own choice
/// @param concurrency execution environments at the same time, at least 1
/// @param strategy    which of them takes the next invocation
/// @param env         top-level `env`, the `.env` file and the function's own `env`, merged; stronger than the shell
/// @param reserve     workers kept booted from the first reload on, 0 or 1
/// @param logLevel    of the handler's process
public record Execution(Duration timeout, Optional<Integer> memory, int concurrency, Strategy strategy,
        Map<String, String> env, List<String> jvmOptions, Debug debug, int reserve, LogLevel logLevel) {
    /// What holds where nothing is set.
    public static final Execution DEFAULT = new Execution(Duration.ofSeconds(900), Optional.empty(), 1,
            Strategy.FIRST_WARM, Map.of(), List.of(), new Debug.Off(), 1, LogLevel.INFO);

    /// @throws IllegalArgumentException when `concurrency` is below 1
    public Execution {
        if (concurrency < 1) throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
        env = Map.copyOf(env);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /// The same with a debugger on a free port, unless it has one.
    Execution debugged() {
        if (!(debug instanceof Debug.Off)) return this;
        return new Execution(timeout, memory, concurrency, strategy, env, jvmOptions, new Debug.AnyPort(), reserve,
                logLevel);
    }

    /// Without `env`, which holds secrets.
    @Override
    public String toString() {
        return "Execution[timeout=" + timeout + ", concurrency=" + concurrency + "]";
    }
}
