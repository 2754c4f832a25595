package smyth.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.classpath.JavaBuilder;

/// The `build` of a function whose code runs where it lies. It may well write among the sources, and that asks for no
/// further run.
final class BuildCommand {
    private final Optional<String> command;
    private final Path folder;
    /// Files that two runs in a row have changed. What only one run has changed may have been saved by the user
    /// meanwhile.
    private final Set<Path> own = new HashSet<>();
    private Set<Path> changed = Set.of();
    private Map<Path, String> after = Map.of();
    private Optional<String> failure = Optional.empty();

    BuildCommand(Optional<String> command, Path folder) {
        this.command = command;
        this.folder = folder;
    }

    /// Runs the command, unless nothing but its own output has changed since it began. Blocks; an interrupt ends it.
    ///
    /// @param watched what the function is made of, asked again when the command has ended
    /// @return what it said when it failed
    synchronized Optional<String> run(Supplier<Set<Path>> watched) throws InterruptedException {
        if (command.isEmpty()) return Optional.empty();
        var before = states(watched.get());
        if (before.equals(after) && own.containsAll(changed)) return failure;
        failure = JavaBuilder.run(command.get(), folder);
        after = states(watched.get());
        var now = Stream.concat(before.keySet().stream(), after.keySet().stream())
                .filter(file -> !Objects.equals(before.get(file), after.get(file))).collect(Collectors.toSet());
        now.stream().filter(changed::contains).forEach(own::add);
        changed = now;
        return failure;
    }

    private static Map<Path, String> states(Set<Path> watched) {
        var states = new HashMap<Path, String>();
        for (var root : watched) {
            for (var file : SourceFiles.newest(root, SourceFiles.ANY, Long.MIN_VALUE, Integer.MAX_VALUE)) {
                try {
                    states.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
                } catch (IOException _) {
                    // gone just now
                }
            }
        }
        return states;
    }
}
