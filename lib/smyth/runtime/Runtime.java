//SOURCES ClassArchives.java
//SOURCES JavaRuntime.java
//SOURCES Jdks.java
//SOURCES Launch.java
//SOURCES Runtimes.java
//SOURCES Variables.java
package smyth.runtime;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import smyth.runtimeapi.Start;

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
}
