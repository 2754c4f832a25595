package smyth.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smyth.config.ConfigException;
import smyth.config.Problem;
import smyth.config.Language;

/// Finds the configuration that PATH means: the file itself, or the one of a folder, which is searched for upwards as
/// far as the root of the repository or the home folder.
final class ConfigFinder {
    private static final int MOST_SHOWN = 10;

    private final Path folder;
    private final List<String> searched = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private ConfigFinder(Path folder) {
        this.folder = folder;
    }

    /// @param path absolute and normal
    /// @throws ConfigException when there is nothing to serve, with what was found instead
    static Found find(Path path) throws ConfigException {
        if (Files.isDirectory(path)) return new ConfigFinder(path).inFolder();
        var shown = Problem.shown(path);
        if (!Files.exists(path))
            throw new ConfigException(
                    shown + " does not exist; run smyth init " + shown + " to create a project there");
        if (path.toString().endsWith(".toml")) return named(path);
        if (Language.of(path).isPresent()) return new Found.SourceFile(handlerIn(path));
        throw new ConfigException(shown + " is neither a configuration file (smyth.toml, pyproject.toml) nor a "
                + "handler source file (.java, .py, .mjs, .js, .cjs)");
    }

    private static Found named(Path file) throws ConfigException {
        var refusal = FileOwner.refusal(file, file.getParent());
        if (refusal.isPresent()) throw new ConfigException(refusal.get());
        return new Found.Configuration(file, List.of());
    }

    private static HandlerSource handlerIn(Path file) throws ConfigException {
        return HandlerSource.named(file).orElseThrow(() -> new ConfigException(
                Problem.shown(file) + " has no handler; Smyth looks for " + switch (Language.of(file).orElseThrow()) {
                    case JAVA ->
                        "a class that implements RequestHandler or RequestStreamHandler, or has one public method";
                    case PYTHON -> "a function handler(event, context) or lambda_handler(event, context)";
                    case NODE -> "an export named handler";
                }));
    }

    private Found inFolder() throws ConfigException {
        for (var above = folder; above != null; above = isLast(above) ? null : above.getParent()) {
            var found = configurationIn(above);
            if (found.isPresent()) return new Found.Configuration(found.get(), notes);
        }
        var sole = HandlerSource.soleIn(folder);
        if (sole.isPresent()) return new Found.SourceFile(sole.get());
        throw new ConfigException(nothingFound());
    }

    private static boolean isLast(Path folder) {
        return Files.exists(folder.resolve(".git"))
                || folder.equals(Path.of(System.getProperty("user.home")).toAbsolutePath().normalize());
    }

    private Optional<Path> configurationIn(Path above) {
        var own = above.resolve(SmythToml.NAME);
        var shared = above.resolve(Pyproject.NAME);
        var refused = new ArrayList<String>();
        for (var file : List.of(own, shared)) {
            if (!Files.isRegularFile(file) || Pyproject.is(file) && !Pyproject.hasSettings(file)) continue;
            var refusal = FileOwner.refusal(file, folder);
            if (refusal.isEmpty()) {
                if (file.equals(own) && Pyproject.hasSettings(shared)) notes.add(
                        "Smyth reads " + Problem.shown(own) + " and not [tool.smyth] in the pyproject.toml beside it");
                return Optional.of(file);
            }
            refused.add(refusal.get());
        }
        notes.addAll(refused);
        searched.add(above + (refused.isEmpty() ? "" : "   " + String.join("; ", refused)));
        return Optional.empty();
    }

    private String nothingFound() {
        var handlers = new ArrayList<>(HandlerSource.under(folder).stream()
                .map(source -> folder.relativize(source.file()) + " (" + source.handlerPath() + ")").toList());
        int more = handlers.size() - MOST_SHOWN;
        if (more > 0) {
            handlers.subList(MOST_SHOWN, handlers.size()).clear();
            handlers.add("and " + more + " more");
        }
        if (handlers.isEmpty()) handlers.add("none");
        var next = "smyth init" + (folder.equals(Path.of("").toAbsolutePath()) ? "" : " " + Problem.shown(folder));
        return "no configuration found\n  searched   " + String.join("\n             ", searched) + "\n  handlers   "
                + String.join("\n             ", handlers) + "\n  next       " + next;
    }
}
