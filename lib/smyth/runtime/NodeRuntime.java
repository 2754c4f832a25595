package smyth.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import smyth.config.Config;
import smyth.config.Debug;
import smyth.config.Function;

/// Node handlers on the machine's Node: CommonJS, ES modules, and TypeScript where this Node strips types.
///
/// @param command the function's own `build`, run first
/// @param checked when the sources were last found free of syntax errors, in milliseconds of the clock that files have
record NodeRuntime(Config config, Function function, NodeSources sources, Programs programs,
        WorkerFiles workers, BuildCommand command, java.util.function.Function<String, Map<String, String>> variables,
        Consumer<String> progress, AtomicLong checked) implements Runtime {
    private static final String WORKER = "worker/node/worker/main.cjs";
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
    private static final Pattern LISTENING = Pattern.compile("Debugger listening on ws://127\\.0\\.0\\.1:(\\d+)/.*");
    private static final Pattern NOISE = Pattern.compile(
            "For help, see: https://nodejs\\.org/.*|Debugger attached\\.|Debugger ending on ws://.*|Waiting for the "
                    + "debugger to disconnect\\.\\.\\.");
    private static final int HEAP_PERCENT = 90; // of the memory size, as AWS's own start script has it

    @Override
    public String description() {
        return sources.description();
    }

    @Override
    public Built build() throws InterruptedException {
        var failure = command.run(sources::watched);
        var watched = sources.watched();
        if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
        var node = programs.onPath("node");
        if (node.isEmpty()) return new Built.Broken(function.name() + " needs Node, and none was found; install "
                + "Node 18 or later, so that node is on the PATH", watched);
        var version = VERSION.matcher(programs.askOnce(config.folder(), List.of(node.get().toString(), "--version")));
        if (!version.matches()) return new Built.Broken(node.get() + " does not work", watched);
        long now = System.currentTimeMillis();
        var problem = NodeCheck.of(programs, config.folder(), node.get(),
                sources.toCheck(checked.get() - SourceFiles.ROUNDING));
        if (problem.isPresent()) return problem.get().broken(watched);
        checked.set(now);
        return new Built.Runnable(
                launch(node.get(), Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))),
                Optional.of(ScriptStart.of(function, List.of(sources.folder()))),
                watched);
    }

    @Override
    public boolean isDroppable() {
        return function.code().build().isEmpty();
    }

    private Launch launch(Path node, int major, int minor) {
        var found = "nodejs" + major + ".x";
        var wanted = function.code().runtime().orElse(found);
        if (!wanted.equals(found))
            progress.accept(function.name() + " asks for " + wanted + " and runs on " + node + ", which is " + found);
        var command = new ArrayList<>(List.of(node.toString()));
        function.execution().memory()
                .ifPresent(megabytes -> command.add("--max-old-space-size=" + megabytes * HEAP_PERCENT / 100));
        if (mustAskForTypes(major, minor)) command.add("--experimental-strip-types");
        inspector().ifPresent(command::add);
        command.add(workers.copy(WORKER).toString());
        return new Launch(command, variables.apply(wanted), config.folder(), debugger());
    }

    /// Node 22.6 to 22.17 and 23.0 to 23.5 strip types when told to, later ones by themselves.
    private static boolean mustAskForTypes(int major, int minor) {
        return major == 22 && minor >= 6 && minor < 18 || major == 23 && minor < 6;
    }

    private Optional<String> inspector() {
        return switch (function.execution().debug()) {
            case Debug.Off() -> Optional.empty();
            case Debug.AnyPort() -> Optional.of("--inspect=127.0.0.1:0");
            case Debug.Port(int port) -> Optional.of("--inspect=127.0.0.1:" + port);
            case Debug.ConnectTo(String host, int port) -> {
                progress.accept(function.name() + " cannot connect to a debugger at " + host + ":" + port
                        + ", which Node does not know; it listens on a free port");
                yield Optional.of("--inspect=127.0.0.1:0");
            }
        };
    }

    private Optional<Debugger> debugger() {
        return switch (function.execution().debug()) {
            case Debug.Off() -> Optional.empty();
            case Debug.AnyPort(),Debug.ConnectTo _ ->
                Optional.of(new Debugger("node", LISTENING, NOISE, OptionalInt.empty()));
            case Debug.Port(int port) -> Optional.of(new Debugger("node", LISTENING, NOISE, OptionalInt.of(port)));
        };
    }
}
