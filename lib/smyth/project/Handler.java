package smyth.project;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.config.Code;
import smyth.config.Debug;
import smyth.config.Execution;
import smyth.config.Function;
import smyth.config.Strategy;
import smyth.config.Trigger;
import smyth.tree.Words;

/// A table `[handlers.NAME]` on its way to a [Function]: its settings, and how they must fit together.
final class Handler {
    private final Reading reading;
    private final String name;
    private final TableReader table;
    private final EnvVariables env;
    private final Apis apis;
    private final Deployment deployment;

    /// @param env the variables of every handler
    Handler(Reading reading, String name, TableReader table, EnvVariables env, Apis apis, Deployment deployment) {
        this.reading = reading;
        this.name = name;
        this.table = table;
        this.env = env;
        this.apis = apis;
        this.deployment = deployment;
    }

    /// Reports what is wrong.
    Function function() {
        var elsewhere = new LinkedHashMap<String, List<? extends Setting<?>>>();
        elsewhere.put("at the top of the file, before the first table", TopSettings.ALL);
        table.refuseOthers(HandlerSettings.ALL, elsewhere);
        var event = table.read(HandlerSettings.EVENT_FUNCTION);
        var triggers = new ArrayList<Trigger>(new Routes(table, event, apis).triggers());
        triggers.addAll(deployment.eventSources(name));
        table.read(HandlerSettings.FAKE_COLDSTART);
        var code = code(event);
        var execution = execution();
        if (table.has(HandlerSettings.COMMAND) && code.command().isEmpty() && execution.concurrency() > 1)
            table.problem(HandlerSettings.CONCURRENCY, "command = [] waits for one function that you start, but "
                    + "concurrency is " + execution.concurrency() + "; remove concurrency");
        return new Function(name, code, execution, triggers);
    }

    private Code code(Optional<String> event) {
        var handler = table.read(HandlerSettings.HANDLER_PATH);
        var runtime = table.read(HandlerSettings.RUNTIME);
        var context = table.read(HandlerSettings.CONTEXT_FUNCTION);
        var command = table.read(HandlerSettings.COMMAND);
        checkRuntime(runtime);
        if (table.has(HandlerSettings.COMMAND)) runtime = runtime.or(() -> Optional.of("provided"));
        return new Code(handler.orElse(""), runtime, paths(HandlerSettings.SOURCE, table.read(HandlerSettings.SOURCE)),
                table.read(HandlerSettings.CLASSPATH).orElse(List.of()),
                paths(HandlerSettings.PROJECT, table.read(HandlerSettings.PROJECT).map(List::of)).stream().findFirst(),
                paths(HandlerSettings.LAYERS, table.read(HandlerSettings.LAYERS)), table.read(HandlerSettings.BUILD),
                command.orElse(List.of()),
                event.filter(own -> !own.equals(HandlerSettings.HTTP_EVENT) && !HandlerSettings.isDirect(own)),
                context.filter(own -> !own.equals(HandlerSettings.CONTEXT)));
    }

    private Execution execution() {
        int concurrency = table.value(HandlerSettings.CONCURRENCY);
        var debug = table.value(HandlerSettings.DEBUG);
        int reserve = table.value(HandlerSettings.RESERVE);
        if (debug instanceof Debug.Port(int port) && concurrency > 1) table.problem(HandlerSettings.DEBUG,
                "port " + port + " serves only one worker, but concurrency is " + concurrency + "; write true");
        // One port, and one IDE that listens, serve one worker at a time.
        if (debug instanceof Debug.Port || debug instanceof Debug.ConnectTo) reserve = 0;
        return new Execution(table.value(HandlerSettings.TIMEOUT), table.read(HandlerSettings.MEMORY_SIZE),
                concurrency, strategy(), env.of(deployment.variables(name), name, table),
                table.read(HandlerSettings.JVM_OPTIONS).orElse(List.of()), debug, reserve,
                table.value(HandlerSettings.LOG_LEVEL));
    }

    private Strategy strategy() {
        if (table.has(HandlerSettings.STRATEGY) && table.has(HandlerSettings.STRATEGY_ALIAS))
            table.problem(HandlerSettings.STRATEGY_ALIAS,
                    "is another name for strategy_generator_path; remove one of them");
        return Stream.of(table.read(HandlerSettings.STRATEGY_ALIAS).stream().toList(),
                List.of(table.value(HandlerSettings.STRATEGY))).flatMap(List::stream).findFirst().orElseThrow();
    }

    private List<Path> paths(Setting<?> setting, Optional<List<String>> texts) {
        var paths = new ArrayList<Path>();
        for (var text : texts.orElse(List.of())) {
            try {
                var path = reading.folder().resolve(text).normalize();
                if (!Files.exists(path)) table.problem(setting,
                        Words.quoted(text) + " does not exist in " + reading.folder());
                paths.add(path);
            } catch (InvalidPathException e) {
                table.problem(setting, Words.quoted(text) + " is not a valid path: " + e.getReason());
            }
        }
        return paths;
    }

    private void checkRuntime(Optional<String> runtime) {
        boolean hasCommand = table.has(HandlerSettings.COMMAND);
        if (!hasCommand && !table.has(HandlerSettings.HANDLER_PATH))
            table.problem(HandlerSettings.HANDLER_PATH, "is missing; " + CodeKinds.HOW_TO_WRITE);
        boolean provided = runtime.map(spelling -> spelling.startsWith("provided")).orElse(hasCommand);
        if (hasCommand && !provided) table.problem(HandlerSettings.COMMAND,
                "works only with runtime = \"provided\", not with " + Words.quoted(runtime.orElseThrow()));
        if (provided && !hasCommand) table.problem(HandlerSettings.COMMAND, "is missing; runtime = "
                + Words.quoted(runtime.orElseThrow()) + " needs the worker's command line, a list of strings");
        for (var setting : List.of(HandlerSettings.EVENT_FUNCTION, HandlerSettings.CONTEXT_FUNCTION))
            if (provided && table.has(setting))
                table.problem(setting, "does not work with a command of your own; remove it");
    }
}
