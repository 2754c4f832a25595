package smyth.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a function runs: where its code is, how it is built, and how it is called.
///
/// @param handler         as written: `shop.OrderHandler::handle`, `my_app.handlers.order_handler`; empty only with
///                        `command`
/// @param runtime         as AWS spells it (`java21`); empty means: find it from the handler and the project's files
/// @param source          folders or one file with JBang directives, absolute; empty means: look
/// @param classpath       as written, globs included; empty means: find it
/// @param project         the folder that holds the code as AWS would have it, or its build file; empty means
///                        that of the configuration
/// @param layers          folders, jars and zip files with what Lambda would unpack into `/opt`, absolute
/// @param build           a command that runs after a change; in Java it replaces compiling
/// @param command         the worker's command line, for `provided`
/// @param eventFunction   the user's own event function; empty for the built-in ones
/// @param contextFunction the user's own context function; empty for the built-in one
public record Code(String handler, Optional<String> runtime, List<Path> source, List<String> classpath,
        Optional<Path> project, List<Path> layers, Optional<String> build, List<String> command,
        Optional<String> eventFunction, Optional<String> contextFunction) {

    public Code {
        source = List.copyOf(source);
        classpath = List.copyOf(classpath);
        layers = List.copyOf(layers);
        command = List.copyOf(command);
    }

    /// A handler whose code is found in the project, with the built-in events and context.
    public static Code of(String handler) {
        return new Code(handler, Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(),
                Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /// Whether an event or a context function of the user's own is called before the handler.
    public boolean isCustomized() {
        return eventFunction.isPresent() || contextFunction.isPresent();
    }
}
