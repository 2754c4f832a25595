package smyth.runtime;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import smyth.classpath.Diagnostic;
import smyth.config.Config;
import smyth.config.Debug;
import smyth.config.Function;
import smyth.runtimeapi.Start;

/// Python handlers in the project's own virtual environment, else on the machine's Python.
///
/// @param command the function's own `build`, run first
/// @param checked when the sources were last found free of syntax errors, in milliseconds of the clock that files have
record PythonRuntime(Config config, Function function, Programs programs, BuildCommand command,
        java.util.function.Function<String, Map<String, String>> variables, Consumer<String> progress,
        AtomicLong checked) implements Runtime {
    static final List<String> ENDINGS = List.of(".py");
    /// Says which Python it is, then one line about the first file that is none: file, line, column, message, source,
    /// separated by tabs.
    private static final String CHECK = """
            import sys
            print("%d.%d" % sys.version_info[:2], flush=True)
            for name in sys.argv[1:]:
                try:
                    with open(name, "rb") as file:
                        compile(file.read(), name, "exec", dont_inherit=True)
                except SyntaxError as error:
                    place = (error.lineno or 0, error.offset or 0)
                    sys.stdout.buffer.write(("%s\\t%d\\t%d\\t%s\\t%s" % (name, *place, error.msg, (error.text or "").replace("\\t", " "))).encode("utf-8", "replace"))
                    break
                except (OSError, ValueError):
                    pass
            """;

    private static final Pattern LISTENING = Pattern.compile("debugpy listens on 127\\.0\\.0\\.1:(\\d+)");
    /// It warns of modules that Python itself has frozen, which nobody sets breakpoints in.
    private static final Pattern NOISE = Pattern.compile("\\d+\\.\\d\\ds - .*");

    @Override
    public String description() {
        return "Python files in " + String.join(", ", folders().stream().map(this::shown).toList());
    }

    @Override
    public Built build() throws InterruptedException {
        var failure = command.run(this::watched);
        var watched = watched();
        if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
        var python = interpreter();
        if (python.isEmpty()) return new Built.Broken("no Python is installed, and " + function.name()
                + " needs one; install Python 3.9 or later, or make a virtual environment in "
                + config.folder().resolve(".venv"), watched);
        long now = System.currentTimeMillis();
        var said = programs.ask(config.folder(), Stream
                .concat(Stream.of(python.get().toString(), "-I", "-S", "-c", CHECK), toCheck().map(Path::toString))
                .toList());
        var lines = said.output().lines().toList();
        if (said.exit() != 0 || lines.isEmpty() || !lines.getFirst().matches("3\\.\\d+"))
            return new Built.Broken(python.get() + " does not work: " + said.output().strip(), watched);
        if (lines.size() > 1) return new Built.Broken(syntaxError(lines.get(1)), watched);
        checked.set(now);
        return new Built.Runnable(launch(python.get(), "python" + lines.getFirst()), Optional.of(start()), watched);
    }

    @Override
    public boolean isDroppable() {
        return function.code().build().isEmpty();
    }

    private Launch launch(Path python, String found) throws InterruptedException {
        var wanted = function.code().runtime().orElse(found);
        if (!wanted.equals(found))
            progress.accept(function.name() + " asks for " + wanted + " and runs on " + python + ", which is " + found);
        var env = new LinkedHashMap<>(variables.apply(wanted));
        venv(python).ifPresent(folder -> {
            env.put("VIRTUAL_ENV", folder.toString());
            env.merge("PATH", python.getParent().toString(), (path, bin) -> bin + File.pathSeparator + path);
        });
        var command = List.of(python.toString(), programs.worker("worker/python/_smyth_worker.py").toString());
        if (function.execution().debug() instanceof Debug.Off) return new Launch(command, env, config.folder());
        if (programs.askOnce(config.folder(), List.of(python.toString(), "-c", "import debugpy; print('here')"))
                .isEmpty()) {
            progress.accept(function.name() + " cannot be debugged: debugpy is missing in " + python + "; type "
                    + python + " -m pip install debugpy");
            return new Launch(command, env, config.folder());
        }
        env.put("SMYTH_DEBUGPY", switch (function.execution().debug()) {
            case Debug.Off(),Debug.AnyPort() -> "listen 127.0.0.1:0";
            case Debug.Port(int port) -> "listen 127.0.0.1:" + port;
            case Debug.ConnectTo(String host, int port) -> "connect " + host + ":" + port;
        });
        return new Launch(command, env, config.folder(), debugger());
    }

    private Optional<Debugger> debugger() {
        return switch (function.execution().debug()) {
            case Debug.Off(),Debug.ConnectTo _ -> Optional.empty();
            case Debug.AnyPort() -> Optional.of(new Debugger("python", LISTENING, NOISE, OptionalInt.empty()));
            case Debug.Port(int port) -> Optional.of(new Debugger("python", LISTENING, NOISE, OptionalInt.of(port)));
        };
    }

    private Start start() {
        return new Start(function.code().handler(), folders(), function.code().eventFunction(),
                function.code().contextFunction(),
                settings(function));
    }

    /// What workers of scripting languages are told beside the handler: its settings, as Python Smyth shows them in
    /// the context.
    static Map<String, String> settings(Function function) {
        var config = "{\"name\":" + Programs.quoted(function.name()) + ",\"url_path\":"
                + function.routes().stream().findFirst().map(route -> Programs.quoted(route.path().toString()))
                        .orElse("null")
                + ",\"lambda_handler_path\":" + Programs.quoted(function.code().handler()) + ",\"timeout\":"
                + function.execution().timeout().toMillis() / 1000.0
                + ",\"log_level\":" + Programs.quoted(function.execution().logLevel().name()) + ",\"concurrency\":"
                + function.execution().concurrency() + "}";
        return Map.of("config", config, "log_level", function.execution().logLevel().name());
    }

    // --- the interpreter ---

    /// `.venv` or `venv` of the project, uv's and the activated environment, Poetry's, then what the PATH has.
    private Optional<Path> interpreter() throws InterruptedException {
        var places = new ArrayList<Path>();
        for (var folder : roots()) {
            programs.variable("UV_PROJECT_ENVIRONMENT").map(folder::resolve).ifPresent(places::add);
            places.add(folder.resolve(".venv"));
            places.add(folder.resolve("venv"));
        }
        Optional.ofNullable(function.execution().env().get("VIRTUAL_ENV")).or(() -> programs.variable("VIRTUAL_ENV"))
                .map(Path::of)
                .ifPresent(places::add);
        for (var place : places) {
            var python = Programs.WINDOWS ? place.resolve("Scripts").resolve("python.exe")
                    : place.resolve("bin").resolve("python");
            if (Files.isExecutable(python)) return Optional.of(python);
        }
        if (Files.exists(config.folder().resolve("poetry.lock"))) {
            var poetry = programs.onPath("poetry");
            var said = poetry.isEmpty() ? ""
                    : programs.askOnce(config.folder(),
                            List.of(poetry.get().toString(), "env", "info", "--executable"));
            if (!said.isEmpty() && Files.isExecutable(Path.of(said))) return Optional.of(Path.of(said));
        }
        return function.code().runtime().flatMap(programs::onPath).or(() -> programs.onPath("python3", "python"));
    }

    private static Optional<Path> venv(Path python) {
        return Optional.ofNullable(python.getParent()).map(Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("pyvenv.cfg")));
    }

    /// The folder of the configuration and those above it, up to the root of the repository.
    private List<Path> roots() {
        var roots = new ArrayList<Path>();
        for (var folder = config.folder(); folder != null; folder = folder.getParent()) {
            roots.add(folder);
            if (Files.exists(folder.resolve(".git")) || folder.equals(Path.of(System.getProperty("user.home"))))
                return roots;
        }
        return List.of(config.folder());
    }

    // --- the sources ---

    /// Where modules are looked for: `source`, else `src` where the handler lies in it or there is one, and the
    /// project's folder.
    private List<Path> folders() {
        return folders(config, function);
    }

    static List<Path> folders(Config config, Function function) {
        var folders = new LinkedHashSet<Path>();
        for (var source : function.code().source())
            folders.add(Files.isDirectory(source) ? source : source.getParent());
        if (folders.isEmpty()) {
            var src = config.folder().resolve("src");
            // `src` itself is the package where the handler is spelled src.app.handler.
            if (Files.isDirectory(src)) folders.add(src);
            folders.add(config.folder());
        }
        return List.copyOf(folders);
    }

    /// The file of the module in a handler's name: `shop/orders.py` for `shop.orders.handler`.
    static Optional<Path> module(List<Path> folders, String handlerPath) {
        int dot = handlerPath.lastIndexOf('.');
        if (dot < 1) return Optional.empty();
        var module = handlerPath.substring(0, dot).replace('.', '/');
        return folders.stream().flatMap(
                folder -> Stream.of(folder.resolve(module + ".py"), folder.resolve(module).resolve("__init__.py")))
                .filter(Files::isRegularFile).findFirst();
    }

    /// The handler's file, and what changed since the last good check. The others show their errors when they are
    /// imported.
    private Stream<Path> toCheck() {
        var files = new LinkedHashSet<Path>();
        module(folders(), function.code().handler()).ifPresent(files::add);
        if (checked.get() > 0)
            for (var source : watched()) files.addAll(Programs.newest(source, ENDINGS, checked.get() - 2000, 50));
        return files.stream();
    }

    private Set<Path> watched() {
        var watched = new LinkedHashSet<Path>();
        for (var folder : folders()) {
            if (folder.equals(config.folder())) watched.addAll(Programs.sources(folder, ENDINGS));
            else watched.add(folder);
        }
        module(folders(), function.code().handler()).ifPresent(watched::add);
        watched.add(config.folder().resolve(".venv").resolve("pyvenv.cfg")); // an environment that is only made now
        return watched;
    }

    private String syntaxError(String line) {
        var parts = line.split("\t", 5);
        if (parts.length < 5) return line;
        var source = parts[4].stripTrailing();
        return new Diagnostic(true, Optional.of(Path.of(parts[0])), Integer.parseInt(parts[1]),
                Math.max(0, Integer.parseInt(parts[2])),
                parts[3].substring(0, 1).toLowerCase(Locale.ROOT) + parts[3].substring(1), source)
                .text(config.folder());
    }

    private String shown(Path folder) {
        return folder.equals(config.folder()) ? "."
                : folder.startsWith(config.folder()) ? config.folder().relativize(folder).toString()
                        : folder.toString();
    }
}
