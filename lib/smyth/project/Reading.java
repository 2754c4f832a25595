package smyth.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.config.Problem;
import smyth.tree.Position;

/// One reading of a configuration: what was asked for, and what is found on the way.
///
/// @param file     that is read: a configuration, or a handler source file
/// @param envFile  read instead of every env file that the configuration names
/// @param shell    environment variables that count where the configuration says nothing
/// @param parameters of the template, from the command line
/// @param readFrom collects the files that were read, and those that would count if they were there
/// @param notes    collects sentences for the user
record Reading(Path file, Optional<Path> envFile, Map<String, String> shell, Map<String, String> parameters,
        List<Problem> problems,
        Set<Path> readFrom, Set<String> notes) {
    Reading(Path file, Optional<Path> envFile, Map<String, String> shell, Map<String, String> parameters,
            List<String> notes) {
        this(file, envFile, shell, parameters, new ArrayList<>(), new LinkedHashSet<>(List.of(file)),
                new LinkedHashSet<>(notes));
    }

    /// The folder of the configuration.
    Path folder() {
        return file.getParent();
    }

    Location location() {
        return new Location(Position.of(file), "", problems);
    }
}
