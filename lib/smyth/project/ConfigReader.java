package smyth.project;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Problem;
import smyth.tree.Node;
import smyth.tree.Position;

/// Reads the configuration that PATH means: `smyth.toml`, `[tool.smyth]` of a `pyproject.toml`, or a single handler
/// source file.
///
/// Depends on nothing but files, so reading again after a change gives what a start would give.
public final class ConfigReader {
    private ConfigReader() {}

    /// @throws ConfigException with every problem in it
    public static Config read(Path path) throws ConfigException {
        return read(path, Optional.empty(), Map.of());
    }

    /// @param path    a folder, which is searched upwards; a configuration file; or a handler source file
    /// @param envFile read instead of every env file that the configuration names
    /// @param shell   environment variables that count where the configuration says nothing: the region's
    /// @throws ConfigException with every problem in it
    public static Config read(Path path, Optional<Path> envFile, Map<String, String> shell) throws ConfigException {
        return read(path, envFile, shell, Map.of());
    }

    /// @param path       a folder, which is searched upwards; a configuration file or template; or a source file
    /// @param envFile    read instead of every env file that the configuration names
    /// @param shell      environment variables that count where the configuration says nothing: the region's
    /// @param parameters of the template, stronger than those of the configuration
    /// @throws ConfigException with every problem in it
    public static Config read(Path path, Optional<Path> envFile, Map<String, String> shell,
            Map<String, String> parameters) throws ConfigException {
        return gathered(path, envFile, shell, parameters).config();
    }

    /// The settings that PATH means, before they are checked.
    static Gathered gathered(Path path, Optional<Path> envFile, Map<String, String> shell,
            Map<String, String> parameters) throws ConfigException {
        var env = envFile.map(file -> file.toAbsolutePath().normalize());
        return switch (ConfigFinder.find(path.toAbsolutePath().normalize())) {
            case Found.Configuration(var file, var notes) -> {
                var written = settings(file);
                var reading = new Reading(file, env, shell, parameters, notes);
                yield withTemplate(reading, TemplateChoice.of(reading, written), written);
            }
            case Found.Template(var file, var notes) -> {
                var reading = new Reading(file, env, shell, parameters, notes);
                reading.readFrom().add(file.resolveSibling(SmythToml.NAME)); // may come to override it
                yield withTemplate(reading, Optional.of(file), new Node.Table(Position.of(file), Map.of()));
            }
            case Found.SourceFile(var source) -> new Gathered(
                    new Reading(source.file(), env, shell, Map.of(), List.of()), Optional.empty(),
                    SingleFile.settings(source), Deployment.NONE);
        };
    }

    private static Gathered withTemplate(Reading reading, Optional<Path> template, Node.Table written)
            throws ConfigException {
        var file = Optional.of(reading.file());
        if (template.isEmpty()) return new Gathered(reading, file, written, Deployment.NONE);
        var result = TemplateReader.read(reading, template.get(), written);
        boolean isUnread = result.deployment() == Deployment.NONE;
        if (isUnread && !reading.problems().isEmpty()) throw new ConfigException(reading.problems());
        return new Gathered(reading, file, result.settings(), result.deployment());
    }

    private static Node.Table settings(Path file) throws ConfigException {
        try {
            var text = Files.readString(file);
            return Pyproject.is(file) ? Pyproject.read(file, text) : SmythToml.read(file, text);
        } catch (CharacterCodingException _) {
            throw new ConfigException(Problem.shown(file) + " is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw new ConfigException(Problem.shown(file) + " cannot be read: " + e.getMessage());
        }
    }
}
