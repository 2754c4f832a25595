package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How to start a worker: everything but what only the execution environment itself knows (the Runtime API's address,
/// the log stream).
///
/// @param env      the whole environment of the process
/// @param debugger how the worker says where a debugger can attach; empty when none can, or when it looks for its
///                 debugger itself
/// @param port     of the Runtime API where the user starts the function and has to know it; the command then takes
///                 the function's place while it is awaited
public record Launch(List<String> command, Map<String, String> env, Path directory, Optional<Debugger> debugger,
        OptionalInt port) {
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
