package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import smyth.config.Config;
import smyth.config.Function;

/// Any program that speaks the Lambda Runtime API: `command` starts it. With an empty command one says where to
/// connect, and waits.
///
/// @param made the function's own `build`, run first
/// @param port where a function that the user starts finds the Runtime API; empty with a command
record ProvidedRuntime(Config config, Function function, BuildCommand made, Map<String, String> variables,
        OptionalInt port) implements Runtime {
    @Override
    public String description() {
        return port.isPresent() ? "a function that you start" : String.join(" ", function.code().command());
    }

    @Override
    public Built build() throws InterruptedException {
        var failure = made.run(this::watched);
        var watched = watched();
        if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
        return new Built.Runnable(new Launch(port.isPresent() ? waiting() : command(), variables, config.folder(),
                Optional.empty(), port), Optional.empty(), watched);
    }

    @Override
    public boolean isDroppable() {
        return function.code().build().isEmpty();
    }

    /// A program that is written with a folder lies below the configuration's.
    private List<String> command() {
        var command = new ArrayList<>(function.code().command());
        if (command.getFirst().contains("/") || command.getFirst().contains("\\"))
            command.set(0, config.folder().resolve(command.getFirst()).normalize().toString());
        return command;
    }

    /// Takes the place of a function that is started in an IDE: an execution environment lives as long as its process
    /// does.
    private List<String> waiting() {
        var text = function.name() + " waits for a function that you start with AWS_LAMBDA_RUNTIME_API=";
        return Programs.WINDOWS
                ? List.of("powershell", "-NoProfile", "-Command",
                        "Write-Output ('" + text + "' + $env:AWS_LAMBDA_RUNTIME_API); Start-Sleep 2000000")
                : List.of("sh", "-c", "echo \"" + text + "$AWS_LAMBDA_RUNTIME_API\"; exec sleep 2000000");
    }

    /// `source`, and the files that the command names. Nothing when the user starts the function: they know when to
    /// start it anew.
    private Set<Path> watched() {
        if (port.isPresent()) return Set.of();
        var watched = new LinkedHashSet<>(function.code().source());
        for (var word : function.code().command()) {
            try {
                var file = config.folder().resolve(word).normalize();
                if (file.startsWith(config.folder()) && Files.isRegularFile(file)) watched.add(file);
            } catch (InvalidPathException _) {
                // not every word is a path
            }
        }
        return watched;
    }
}
