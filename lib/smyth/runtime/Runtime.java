//SOURCES JavaRuntime.java
//SOURCES Jdks.java
//SOURCES Launch.java
//SOURCES Variables.java
package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import smyth.config.Config;
import smyth.config.FunctionConfig;
import smyth.runtimeapi.Start;

/// What knows a language: how a function is built, and how its worker is started. Starts nothing itself.
public sealed interface Runtime permits JavaRuntime {
    /// As AWS spells it: `java21`.
    String id();

    /// What was found of the project, for people: `Maven project pom.xml`.
    String description();

    /// Builds the function as its files are now. Blocks; an interrupt drops the work.
    ///
    /// @param progress takes sentences such as what is being fetched
    Built build(Consumer<String> progress) throws InterruptedException;

    /// Folders and files whose change makes a new revision.
    List<Path> watched();

    /// What a build comes to.
    sealed interface Built {
        /// @param start empty for a worker that does not ship with Smyth
        record Runnable(Launch launch, Optional<Start> start) implements Built {}

        /// @param message for people, several lines
        record Broken(String message) implements Built {}
    }

    /// @param endpoint Smyth's own address, where the function's AWS clients find the Lambda API
    static Runtime of(Config config, FunctionConfig function, String endpoint) {
        return new JavaRuntime(config, function, endpoint);
    }
}
