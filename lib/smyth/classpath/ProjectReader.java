package smyth.classpath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a project, as often as it is asked to: files change.
///
/// @param folder  of the configuration
/// @param command of the configuration: compiles instead of us
record ProjectReader(Path folder, ProjectKind kind, Optional<String> command) {
    String description() {
        return kind.description();
    }

    /// Which project this is: functions of the same one share it, and are built one after the other.
    String id() {
        return kind.id() + command.map(line -> " " + line).orElse("");
    }

    /// The part of it that is compiled by itself: a module of a build tool's project.
    String module(SourceSet set) {
        return kind instanceof BuildFileProject ? id() + " " + set.outputs : id();
    }

    /// What a compile error of ours may come from, and what to do about it; empty where there is no other way.
    Optional<String> alternative() {
        return kind instanceof BuildFileProject project ? Optional.of("build = \"" + project.tool().compile + "\"")
                : Optional.empty();
    }

    SourceSet read() throws IOException, InterruptedException {
        var set = new SourceSet();
        set.command = command;
        kind.read(set);
        if (command.isPresent() && set.outputs.isEmpty() && !(kind instanceof ConfiguredProject))
            set.problems.add("build is set, but not where its classes are; set classpath, for example "
                    + "[\"target/classes\", \"lib/*.jar\"]");
        return set;
    }
}
