package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.config.Config;
import smyth.config.Function;

/// The Python that a function runs on.
///
/// @param environment the virtual environment that it belongs to
record PythonInterpreter(Path program, Optional<Path> environment) {
    /// `.venv` or `venv` of the project, uv's and the activated environment, Poetry's, then what the PATH has. Blocks
    /// while Poetry is asked.
    static Optional<PythonInterpreter> find(Config config, Function function, Programs programs)
            throws InterruptedException {
        for (var place : places(config, function, programs)) {
            var python = Programs.WINDOWS ? place.resolve("Scripts").resolve("python.exe")
                    : place.resolve("bin").resolve("python");
            if (Files.isExecutable(python)) return Optional.of(of(python));
        }
        if (Files.exists(config.folder().resolve("poetry.lock"))) {
            var poetry = programs.onPath("poetry");
            var said = poetry.isEmpty() ? ""
                    : programs.askOnce(config.folder(),
                            List.of(poetry.get().toString(), "env", "info", "--executable"));
            if (!said.isEmpty() && Files.isExecutable(Path.of(said))) return Optional.of(of(Path.of(said)));
        }
        var wanted = function.code().runtime().flatMap(programs::onPath);
        // What a version manager puts on the PATH may stand for a version that is not installed.
        boolean works = wanted.isPresent()
                && !programs.askOnce(config.folder(), List.of(wanted.get().toString(), "--version")).isEmpty();
        return (works ? wanted : programs.onPath("python3", "python")).map(PythonInterpreter::of);
    }

    private static PythonInterpreter of(Path program) {
        return new PythonInterpreter(program, Optional.ofNullable(program.getParent()).map(Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("pyvenv.cfg"))));
    }

    private static List<Path> places(Config config, Function function, Programs programs) {
        var places = new ArrayList<Path>();
        for (var folder : roots(config)) {
            programs.variable("UV_PROJECT_ENVIRONMENT").map(folder::resolve).ifPresent(places::add);
            places.add(folder.resolve(".venv"));
            places.add(folder.resolve("venv"));
        }
        Optional.ofNullable(function.execution().env().get("VIRTUAL_ENV")).or(() -> programs.variable("VIRTUAL_ENV"))
                .map(Path::of)
                .ifPresent(places::add);
        return places;
    }

    /// The folder of the configuration and those above it, up to the root of the repository.
    private static List<Path> roots(Config config) {
        var roots = new ArrayList<Path>();
        for (var folder = config.folder(); folder != null; folder = folder.getParent()) {
            roots.add(folder);
            if (Files.exists(folder.resolve(".git")) || folder.equals(Path.of(System.getProperty("user.home"))))
                return roots;
        }
        return Stream.concat(Stream.of(config.folder()), config.file().map(Path::getParent).stream()).distinct()
                .toList();
    }
}
