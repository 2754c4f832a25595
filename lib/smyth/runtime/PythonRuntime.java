package smyth.runtime;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import smyth.config.Config;
import smyth.config.Debug;
import smyth.config.Function;

/// Python handlers in the project's own virtual environment, else on the machine's Python.
///
/// @param command the function's own `build`, run first
/// @param checked when the sources were last found free of syntax errors, in milliseconds of the clock that files have
record PythonRuntime(Config config, Function function, PythonSources sources, Programs programs,
        WorkerFiles workers, BuildCommand command, java.util.function.Function<String, Map<String, String>> variables,
        Consumer<String> progress, AtomicLong checked) implements Runtime {
    private static final String WORKER = "worker/python/_smyth_worker/__main__.py";
    private static final Pattern LISTENING = Pattern.compile("debugpy listens on 127\\.0\\.0\\.1:(\\d+)");
    /// It warns of modules that Python itself has frozen, in which no one sets breakpoints.
    private static final Pattern NOISE = Pattern.compile("\\d+\\.\\d\\ds - .*");

    @Override
    public String description() {
        return sources.description();
    }

    @Override
    public Built build() throws InterruptedException {
        var failure = command.run(sources::watched);
        var watched = sources.watched();
        if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
        var python = PythonInterpreter.find(config, function, programs);
        if (python.isEmpty()) return new Built.Broken(function.name() + " needs Python, and none was found; install "
                + "Python 3.9 or later, or make a virtual environment in " + config.folder().resolve(".venv"), watched);
        long now = System.currentTimeMillis();
        // Two seconds more, since some file systems round times.
        var check = PythonCheck.of(programs, config.folder(), python.get().program(),
                sources.toCheck(checked.get() - SourceFiles.ROUNDING));
        if (check.problem().isPresent()) return check.problem().get().broken(watched);
        checked.set(now);
        return new Built.Runnable(launch(python.get(), "python" + check.version().orElseThrow()),
                Optional.of(ScriptStart.of(function, sources.folders())), watched);
    }

    @Override
    public boolean isDroppable() {
        return function.code().build().isEmpty();
    }

    private Launch launch(PythonInterpreter interpreter, String found) throws InterruptedException {
        var python = interpreter.program();
        var wanted = function.code().runtime().orElse(found);
        if (!wanted.equals(found))
            progress.accept(function.name() + " asks for " + wanted + " and runs on " + python + ", which is " + found);
        var env = new LinkedHashMap<>(variables.apply(wanted));
        interpreter.environment().ifPresent(folder -> {
            env.put("VIRTUAL_ENV", folder.toString());
            env.merge("PATH", python.getParent().toString(), (path, bin) -> bin + File.pathSeparator + path);
        });
        var command = List.of(python.toString(), workers.copy(WORKER).toString());
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
            case Debug.AnyPort(),Debug.Port _ ->
                Optional.of(new Debugger("python", LISTENING, NOISE, Debugger.fixedPort(function.execution().debug())));
        };
    }
}
