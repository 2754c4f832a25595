package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How to start a worker: everything but what only the execution environment itself knows (the Runtime API's address, the log stream).
///
/// @param env the whole environment of the process
public record Launch(List<String> command, Map<String, String> env, Path directory) {
    public Launch {
        command = List.copyOf(command);
        env = Map.copyOf(env);
    }
}
