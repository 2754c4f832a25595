package smyth.project;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlTable;
import smyth.config.Config;
import smyth.config.ConfigException;

/// Finds the configuration that PATH means, and reads it: `smyth.toml`, `[tool.smyth]` of a `pyproject.toml`, or a
/// single handler source file.
///
/// Depends on nothing but files, so reading again after a change gives what a start would give.
public final class ConfigReader {
    private static final int MOST_SHOWN = 10;

    private ConfigReader() {}

    /// @throws ConfigException with every problem in it
    public static Config read(Path path) throws ConfigException {
        return read(path, Optional.empty(), Map.of());
    }

    /// @param path    a folder, which is searched upwards; a configuration file; or a handler source file
    /// @param envFile read in place of every `.env` file that the configuration names
    /// @param shell   environment variables that count where the configuration says nothing: the region's
    /// @throws ConfigException with every problem in it
    public static Config read(Path path, Optional<Path> envFile, Map<String, String> shell) throws ConfigException {
        var absolute = path.toAbsolutePath().normalize();
        var environment = new Environment(envFile.map(file -> file.toAbsolutePath().normalize()), shell);
        if (Files.isDirectory(absolute)) return inFolder(absolute, environment);
        if (!Files.exists(absolute)) throw new ConfigException(
                shown(absolute) + " does not exist; smyth init " + shown(absolute) + " makes a first project there");
        if (absolute.toString().endsWith(".toml")) return configurationFile(absolute, environment, List.of());
        if (Language.of(absolute).isPresent()) return handlerFile(handler(absolute), environment);
        throw new ConfigException(shown(absolute)
                + " is neither a configuration file (smyth.toml, pyproject.toml) nor a handler source file (.java, "
                + ".py, .mjs, .js, .cjs)");
    }

    /// What the command line and the shell add to a file.
    private record Environment(Optional<Path> envFile, Map<String, String> shell) {}

    private static Config inFolder(Path folder, Environment environment) throws ConfigException {
        var searched = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var above = folder; above != null; above = isLast(above) ? null : above.getParent()) {
            var refused = new ArrayList<String>();
            var found = configurationIn(above, folder, refused);
            if (found.isPresent()) {
                if (found.get().endsWith("smyth.toml") && hasTable(above.resolve("pyproject.toml")))
                    notes.add(shown(found.get()) + " is read; [tool.smyth] in the pyproject.toml beside it is not");
                return configurationFile(found.get(), environment, notes);
            }
            notes.addAll(refused);
            searched.add(above + (refused.isEmpty() ? "" : "   " + String.join("; ", refused)));
        }
        var sole = HandlerSource.soleIn(folder);
        if (sole.isPresent()) return handlerFile(sole.get(), environment);
        throw new ConfigException(nothingFound(folder, searched));
    }

    private static boolean isLast(Path folder) {
        return Files.exists(folder.resolve(".git"))
                || folder.equals(Path.of(System.getProperty("user.home")).toAbsolutePath().normalize());
    }

    private static Optional<Path> configurationIn(Path folder, Path start, List<String> refused) {
        for (var file : List.of(folder.resolve("smyth.toml"), folder.resolve("pyproject.toml"))) {
            if (!Files.isRegularFile(file) || isPyproject(file) && !hasTable(file)) continue;
            var foreign = foreign(file, start);
            if (foreign.isEmpty()) return Optional.of(file);
            refused.add(foreign.get());
        }
        return Optional.empty();
    }

    static boolean isPyproject(Path file) {
        return file.endsWith("pyproject.toml");
    }

    private static boolean hasTable(Path pyproject) {
        try {
            if (!Files.isRegularFile(pyproject)) return false;
            var text = Files.readString(pyproject);
            var toml = Toml.parse(text);
            // One that cannot be parsed is ours when it mentions us: then its problems are shown.
            return toml.get("tool.smyth") instanceof TomlTable || toml.hasErrors() && text.contains("tool.smyth");
        } catch (IOException _) {
            return false;
        }
    }

    private static String nothingFound(Path folder, List<String> searched) {
        var handlers = new ArrayList<>(HandlerSource.under(folder).stream()
                .map(source -> folder.relativize(source.file()) + " (" + source.handlerPath() + ")").toList());
        int more = handlers.size() - MOST_SHOWN;
        if (more > 0) {
            handlers.subList(MOST_SHOWN, handlers.size()).clear();
            handlers.add("and " + more + " more");
        }
        if (handlers.isEmpty()) handlers.add("none");
        var next = "smyth init" + (folder.equals(Path.of("").toAbsolutePath()) ? "" : " " + shown(folder));
        return "no configuration found\n  searched   " + String.join("\n             ", searched) + "\n  handlers   "
                + String.join("\n             ", handlers) + "\n  next       " + next;
    }

    private static Config configurationFile(Path file, Environment environment, List<String> notes)
            throws ConfigException {
        var foreign = foreign(file, file.getParent());
        if (foreign.isPresent()) throw new ConfigException(foreign.get());
        try {
            return new ConfigFile(file, environment.envFile, environment.shell, notes).read(Files.readString(file));
        } catch (CharacterCodingException _) {
            throw new ConfigException(shown(file) + " is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw new ConfigException(shown(file) + " cannot be read: " + e.getMessage());
        }
    }

    private static HandlerSource handler(Path file) throws ConfigException {
        return HandlerSource.named(file).orElseThrow(() -> new ConfigException(
                shown(file) + " holds no handler: " + switch (Language.of(file).orElseThrow()) {
                    case JAVA ->
                        "a class that implements RequestHandler or RequestStreamHandler, or has one public method";
                    case PYTHON -> "a function handler(event, context) or lambda_handler(event, context)";
                    case NODE -> "an export named handler";
                }));
    }

    /// A single file is served as this configuration would serve it.
    private static Config handlerFile(HandlerSource source, Environment environment) throws ConfigException {
        var file = source.file();
        var name = file.getFileName().toString().replaceAll("\\.[a-z]+$", "").replaceAll("[^a-zA-Z0-9-_]", "_");
        return new ConfigFile(file, environment.envFile, environment.shell, List.of()).read("""
                [handlers.%s]
                handler_path = "%s"
                url_path = "$default"
                source = "%s"
                """.formatted(name.substring(0, Math.min(64, name.length())), source.handlerPath(),
                file.toString().replace("\\", "\\\\").replace("\"", "\\\"")));
    }

    /// Why a file is not read although it is there: another user wrote it, and would decide what runs here.
    ///
    /// Root's files are read. Root itself reads those of the user in whose folder it was started, which is how
    /// containers work.
    static Optional<String> foreign(Path file, Path start) {
        try {
            if (!Files.exists(file) || !file.getFileSystem().supportedFileAttributeViews().contains("owner"))
                return Optional.empty();
            var owner = Files.getOwner(file);
            if (file.getFileSystem().supportedFileAttributeViews().contains("unix") ? isUnixFriend(file, start)
                    : isWindowsFriend(owner))
                return Optional.empty();
            return Optional.of(shown(file) + " belongs to user " + owner.getName()
                    + " and is not read, because it decides what runs here as "
                    + System.getProperty("user.name") + "; copy it or change its owner");
        } catch (IOException _) {
            return Optional.empty(); // a file system without owners, or a file that reading will complain about
        }
    }

    private static boolean isUnixFriend(Path file, Path start) throws IOException {
        int owner = (int) Files.getAttribute(file, "unix:uid");
        long me = new UnixSystem().getUid();
        return owner == me || owner == 0 || me == 0 && owner == (int) Files.getAttribute(start, "unix:uid");
    }

    // Files of an administrator belong to a group there.
    private static boolean isWindowsFriend(UserPrincipal owner) {
        return owner instanceof GroupPrincipal
                || owner.getName().replaceAll(".*\\\\", "").equalsIgnoreCase(System.getProperty("user.name"));
    }

    /// A path for messages: from the working directory where it lies there.
    static String shown(Path path) {
        var here = Path.of("").toAbsolutePath();
        return path.startsWith(here) && !path.equals(here) ? here.relativize(path).toString() : path.toString();
    }
}
