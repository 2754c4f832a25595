package smyth.project;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.tree.Node;

/// Makes a [Config] of a tree of settings, in whatever format they were written.
final class TopLevel {
    private static final String DEFAULT_REGION = "eu-central-1";

    private final Reading reading;
    private final TableReader top;
    private final Deployment deployment;

    private TopLevel(Reading reading, Node.Table settings, Deployment deployment) {
        this.reading = reading;
        this.deployment = deployment;
        this.top = new TableReader(settings, reading.location());
    }

    /// @param file the configuration file; empty for a handler source file
    /// @throws ConfigException with every problem in the settings
    static Config read(Reading reading, Optional<Path> file, Node.Table settings, Deployment deployment)
            throws ConfigException {
        var config = new TopLevel(reading, settings, deployment).config(file);
        var problems = reading.problems();
        problems.sort(Comparator.comparing(problem -> !problem.file().equals(reading.file())));
        if (!problems.isEmpty()) throw new ConfigException(problems);
        return config;
    }

    private Config config(Optional<Path> file) {
        top.refuseOthers(TopSettings.ALL,
                Map.of("in the table of a handler, [handlers.NAME]", HandlerSettings.ALL));
        templateSettings();
        var functions = functions();
        HiddenRoutes.in(functions).forEach(reading.notes()::add);
        return new Config(reading.folder(), file, top.value(TopSettings.HOST), top.value(TopSettings.PORT),
                top.value(TopSettings.LOG_LEVEL), prefix(), top.value(TopSettings.ERRORS).equals("detailed"),
                region(top, reading.shell()),
                top.value(TopSettings.ACCOUNT_ID), top.value(TopSettings.INHERIT_CREDENTIALS),
                Set.copyOf(top.read(TopSettings.ALLOWED_HOSTS).orElse(List.of())), functions,
                List.copyOf(reading.readFrom()), List.copyOf(reading.notes()), deployment.standIns());
    }

    private void templateSettings() {
        for (var setting : List.of(TopSettings.TEMPLATE, TopSettings.STACK, TopSettings.ENVIRONMENT,
                TopSettings.PARAMETERS, TopSettings.UNKNOWN)) {
            if (top.has(setting) && deployment == Deployment.NONE && setting != TopSettings.TEMPLATE)
                top.problem(setting, "is about a template, and there is none; set template");
        }
        for (var setting : List.of(TopSettings.TEMPLATE, TopSettings.STACK, TopSettings.ENVIRONMENT)) top.read(setting);
        for (var setting : List.of(TopSettings.PARAMETERS, TopSettings.UNKNOWN))
            top.read(setting).ifPresent(table -> table.entries().forEach((name, value) -> {
                if (value.string().isEmpty())
                    top.problem(setting, name + " is not a string; put the value in quotes");
            }));
    }

    private List<Function> functions() {
        var env = EnvVariables.ofAll(reading, top);
        if (!top.has(TopSettings.HANDLERS)) reading.location().of(TopSettings.HANDLERS.key(), reading.location().at())
                .problem("there are no handlers; add a table [handlers.NAME] with a handler_path, or run smyth init");
        var handlers = top.table(TopSettings.HANDLERS);
        FunctionNames.check(handlers);
        var apis = new Apis(top);
        return handlers.keys().stream()
                .map(name -> new Handler(reading, name, handlers.table(name), env, apis, deployment).function())
                .toList();
    }

    private String prefix() {
        return ("/" + top.value(TopSettings.SMYTH_PATH_PREFIX)).replaceAll("/+", "/").replaceAll("/$", "");
    }

    /// As configured, else the shell's, in the order in which AWS's SDKs look.
    static String region(TableReader top, Map<String, String> shell) {
        var shells = Stream.of("AWS_REGION", "AWS_DEFAULT_REGION").map(shell::get)
                .filter(region -> region != null && region.matches(TopSettings.REGION_PATTERN)).findFirst();
        return top.read(TopSettings.REGION).or(() -> shells).orElse(DEFAULT_REGION);
    }
}
