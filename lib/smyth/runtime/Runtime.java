//SOURCES JavaRuntime.java
//SOURCES Runtimes.java
package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
}
