package smyth.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import smyth.config.Problem;
import smyth.tree.Position;

/// The environment variables of handlers: from env files, the top level, and a handler's own table, each stronger than
/// the one before. Their values are never shown.
final class EnvVariables {
    private static final int MOST_BYTES = 4096;
    // a worker would call elsewhere, or load something else
    private static final Set<String> SET_BY_SMYTH = Set.of("AWS_LAMBDA_RUNTIME_API", "_HANDLER");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern AWS_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
    private static final Pattern RESERVED = Pattern
            .compile("_X_AMZN_TRACE_ID|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|LAMBDA_(TASK_ROOT|RUNTIME_DIR)");

    private final Reading reading;
    private final Map<String, String> file;
    private final Map<String, String> top;

    private EnvVariables(Reading reading, Map<String, String> file, Map<String, String> top) {
        this.reading = reading;
        this.file = file;
        this.top = top;
    }

    /// What the top level says. Reports what is wrong.
    static EnvVariables ofAll(Reading reading, TableReader top) {
        var own = new EnvVariables(reading, Map.of(), Map.of());
        return new EnvVariables(reading, own.sharedFile(top), own.variables(top.table(TopSettings.ENV)));
    }

    /// All the variables of one handler. Reports what is wrong.
    ///
    /// @param deployed those of its template, weaker than the others
    Map<String, String> of(Map<String, String> deployed, String name, TableReader handler) {
        var ownFile = handler.read(HandlerSettings.ENV_FILE).filter(_ -> reading.envFile().isEmpty())
                .map(text -> file(reading.folder().resolve(text), handler.location(HandlerSettings.ENV_FILE.key())));
        var variables = new LinkedHashMap<>(deployed);
        variables.putAll(ownFile.orElse(file));
        variables.putAll(top);
        variables.putAll(variables(handler.table(HandlerSettings.ENV)));
        int bytes = variables.entrySet().stream()
                .mapToInt(entry -> entry.getKey().getBytes(UTF_8).length + entry.getValue().getBytes(UTF_8).length)
                .sum();
        if (bytes > MOST_BYTES) reading.notes().add("handlers." + name + " has " + bytes
                + " bytes of environment variables; AWS allows " + MOST_BYTES);
        return variables;
    }

    private Map<String, String> sharedFile(TableReader top) {
        var written = top.read(TopSettings.ENV_FILE);
        if (reading.envFile().isPresent()) return file(reading.envFile().get(), onCommandLine());
        if (written.isPresent())
            return file(reading.folder().resolve(written.get()), top.location(TopSettings.ENV_FILE.key()));
        var path = reading.folder().resolve(".env");
        reading.readFrom().add(path);
        return Files.isRegularFile(path) ? file(path, top.location(TopSettings.ENV_FILE.key())) : Map.of();
    }

    private Location onCommandLine() {
        return new Location(Position.of(reading.file()), "--env-file", reading.problems());
    }

    /// @param named where the file is named, for what is wrong with it as a whole
    private Map<String, String> file(Path path, Location named) {
        reading.readFrom().add(path.normalize());
        var shown = Problem.shown(path);
        var refusal = FileOwner.refusal(path, reading.folder());
        refusal.ifPresent(named::problem);
        if (refusal.isPresent()) return Map.of();
        try {
            var table = EnvFile.parse(path.normalize(), Files.readString(path), reading.problems());
            return variables(new TableReader(table, new Location(table.at(), "", reading.problems())));
        } catch (NoSuchFileException _) {
            named.problem(shown + " does not exist");
        } catch (CharacterCodingException _) {
            named.problem(shown + " is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            named.problem(shown + " cannot be read: " + e.getMessage());
        }
        return Map.of();
    }

    private Map<String, String> variables(TableReader table) {
        var variables = new LinkedHashMap<String, String>();
        table.entries().forEach((name, node) -> {
            var text = node.text();
            if (text.isPresent()) variables.put(name, text.get());
            else table.problem(name, "the value of an environment variable must be a string; put it in quotes");
            checkName(name, table.location(name));
        });
        return variables;
    }

    /// @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">what AWS refuses</a>
    private void checkName(String name, Location location) {
        if (SET_BY_SMYTH.contains(name)) location.problem("is set by Smyth for every worker; remove it");
        else if (!NAME.matcher(name).matches()) location.problem("is not a valid name of an environment variable; "
                + "use letters, digits and underscores, and begin with a letter");
        else if (!AWS_NAME.matcher(name).matches() || RESERVED.matcher(name).matches())
            reading.notes().add("AWS rejects the environment variable " + name + "; Smyth sets it");
    }
}
