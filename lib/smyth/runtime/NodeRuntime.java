package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import smyth.classpath.Diagnostic;
import smyth.config.Config;
import smyth.config.Debug;
import smyth.config.Function;
import smyth.runtimeapi.Start;

/// Node handlers on the machine's Node: CommonJS, ES modules, and TypeScript where this Node strips types.
///
/// @param command the function's own `build`, run first
/// @param checked when the sources were last found free of syntax errors, in milliseconds of the clock that files have
record NodeRuntime(Config config, Function function, Programs programs, BuildCommand command,
        java.util.function.Function<String, Map<String, String>> variables, Consumer<String> progress,
        AtomicLong checked) implements Runtime {
    static final List<String> SCRIPTS = List.of(".mjs", ".js", ".cjs");
    private static final List<String> ENDINGS = List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts", ".json");
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
    /// What `node --check` prints: file and line, the source line, a caret, and further down the error.
    private static final Pattern SYNTAX_ERROR = Pattern
            .compile("^(.+):(\\d+)\\R(.*)\\R( *)\\^+\\s[\\s\\S]*?^SyntaxError: (.*)$", Pattern.MULTILINE);
    private static final Pattern LISTENING = Pattern.compile("Debugger listening on ws://127\\.0\\.0\\.1:(\\d+)/.*");
    private static final Pattern NOISE = Pattern.compile(
            "For help, see: https://nodejs\\.org/.*|Debugger attached\\.|Debugger ending on ws://.*|Waiting for the "
                    + "debugger to disconnect\\.\\.\\.");
    private static final int MOST_CHECKED = 5;
    private static final int HEAP_PERCENT = 90; // of the memory size, as AWS's own start script has it

    @Override
    public String description() {
        return "Node files in " + (folder().equals(config.folder()) ? "." : folder());
    }

    @Override
    public Built build() throws InterruptedException {
        var failure = command.run(this::watched);
        var watched = watched();
        if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
        var node = programs.onPath("node");
        if (node.isEmpty()) return new Built.Broken("no Node is installed, and " + function.name()
                + " needs one; install Node 18 or later, so that node is on the PATH", watched);
        var version = VERSION.matcher(programs.askOnce(config.folder(), List.of(node.get().toString(), "--version")));
        if (!version.matches()) return new Built.Broken(node.get() + " does not work", watched);
        long now = System.currentTimeMillis();
        for (var file : toCheck()) {
            var said = programs.ask(config.folder(), List.of(node.get().toString(), "--check", file.toString()));
            if (said.exit() == 1 && said.output().contains("SyntaxError"))
                return new Built.Broken(syntaxError(said.output()), watched);
        }
        checked.set(now);
        return new Built.Runnable(
                launch(node.get(), Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))),
                Optional.of(new Start(function.code().handler(), List.of(folder()),
                        function.code().eventFunction(), function.code().contextFunction(),
                        PythonRuntime.settings(function))),
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
        command.add(programs.worker("worker/node/worker.mjs").toString());
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

    /// Where handlers are looked for: `source`, else the project's folder.
    private Path folder() {
        return folder(config, function);
    }

    static Path folder(Config config, Function function) {
        return function.code().source().stream().findFirst()
                .map(source -> Files.isDirectory(source) ? source : source.getParent()).orElse(config.folder());
    }

    /// The file of the module in a handler's name: `src/index.mjs` for `src/index.handler`.
    static Optional<Path> module(Path folder, String handlerPath, List<String> endings) {
        int slash = handlerPath.lastIndexOf('/');
        int dot = handlerPath.indexOf('.', slash + 1);
        if (dot < 1 || handlerPath.contains("..")) return Optional.empty();
        return endings.stream().map(ending -> folder.resolve(handlerPath.substring(0, dot) + ending))
                .filter(Files::isRegularFile).findFirst();
    }

    /// The handler's file, and of those that changed since the last good check a few: each costs a start of Node.
    private Set<Path> toCheck() {
        var files = new LinkedHashSet<Path>();
        module(folder(), function.code().handler(), SCRIPTS).ifPresent(files::add);
        if (checked.get() > 0) for (var source : watched())
            files.addAll(Programs.newest(source, SCRIPTS, checked.get() - 2000, MOST_CHECKED));
        return files;
    }

    private Set<Path> watched() {
        var watched = new LinkedHashSet<>(Programs.sources(folder(), ENDINGS));
        if (!folder().equals(config.folder())) watched.add(config.folder().resolve("package.json"));
        // else it may be what is built
        if (function.code().build().isEmpty())
            module(folder(), function.code().handler(), ENDINGS).ifPresent(watched::add);
        watched.add(folder().resolve("package.json"));
        return watched;
    }

    private String syntaxError(String output) {
        var found = SYNTAX_ERROR.matcher(output);
        if (!found.find()) return output.strip();
        var file = found.group(1).startsWith("file:") ? Path.of(java.net.URI.create(found.group(1)))
                : Path.of(found.group(1));
        return new Diagnostic(true, Optional.of(file), Integer.parseInt(found.group(2)), found.group(4).length() + 1,
                found.group(5), found.group(3)).text(config.folder());
    }
}
