package smyth.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.config.ConfigException;
import smyth.config.Problem;
import smyth.tree.Node;

/// What SAM's own configuration says about a template: parameters, the stack's name, the region. For each, `local_…`
/// counts more than `deploy`, and `deploy` more than `global`.
///
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
record Samconfig(Map<String, String> parameters, Optional<String> stack, Optional<String> region,
        Optional<String> template) {
    static final String NAME = "samconfig.toml";
    private static final Samconfig NONE = new Samconfig(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final List<String> COMMANDS = List.of("global", "build", "deploy", "local_invoke",
            "local_start_api");
    private static final Pattern OVERRIDE = Pattern
            .compile("([A-Za-z0-9]+)=(\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|\\S*)");

    /// @param environment as configured; without it SAM's own, `default`
    static Samconfig read(Path folder, Optional<String> environment, Location asked, Reading reading) {
        var file = folder.resolve(NAME);
        reading.readFrom().add(file);
        if (!Files.isRegularFile(file)) {
            if (environment.isPresent()) asked.problem("there is no " + NAME + " in " + Problem.shown(folder));
            return NONE;
        }
        var refusal = FileOwner.refusal(file, reading.folder());
        if (refusal.isPresent()) {
            reading.notes().add(refusal.get());
            return NONE;
        }
        try {
            var tree = TomlTree.parse(file, Files.readString(file));
            if (environment.isPresent() && !tree.entries().containsKey(environment.get()))
                asked.problem("there is no environment " + environment.get() + " in " + Problem.shown(file)
                        + "; it has " + String.join(", ", tree.entries().keySet().stream()
                                .filter(name -> !name.equals("version")).toList()));
            return of(Values.table(tree, environment.orElse("default")));
        } catch (ConfigException e) {
            reading.problems().addAll(e.problems());
        } catch (IOException e) {
            reading.notes().add(Problem.shown(file) + " cannot be read: " + e.getMessage());
        }
        return NONE;
    }

    private static Samconfig of(Node.Table environment) {
        var parameters = new LinkedHashMap<String, String>();
        var all = new LinkedHashMap<String, Node>();
        for (var command : COMMANDS) {
            var table = Values.table(environment, command, "parameters");
            all.putAll(table.entries());
            parameters.putAll(overrides(table));
        }
        var merged = new Node.Table(environment.at(), all);
        return new Samconfig(parameters, Values.string(merged, "stack_name"), Values.string(merged, "region"),
                Values.string(merged, "template_file").or(() -> Values.string(merged, "template")));
    }

    /// `A=1 B="2 3"`, a list of such, or a table.
    private static Map<String, String> overrides(Node.Table parameters) {
        var overrides = new LinkedHashMap<String, String>();
        if (Values.at(parameters, "parameter_overrides").orElse(null) instanceof Node.Table table)
            table.entries().forEach((name, value) -> value.string().ifPresent(text -> overrides.put(name, text)));
        for (var text : Values.strings(parameters, "parameter_overrides")) {
            var keys = text.replaceAll("ParameterKey=([^, ]+),ParameterValue=", "$1=");
            OVERRIDE.matcher(keys).results().forEach(found -> overrides.put(found.group(1),
                    found.group(3) != null ? found.group(3).replaceAll("\\\\(.)", "$1")
                            : found.group(4) != null ? found.group(4) : found.group(2)));
        }
        return overrides;
    }
}
