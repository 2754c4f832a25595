package smyth.project;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import smyth.config.Config;
import smyth.config.Debug;
import smyth.config.Trigger.HttpRoute;
import smyth.route.PayloadFormat;

/// The settings that apply, in words, as `smyth check` shows them.
public final class InForce {
    private static final String FOUND = "found from the project";

    private InForce() {}

    /// One setting that applies.
    public record Row(String key, String value) {}

    /// The settings at the top level, but not those of functions.
    public static List<Row> of(Config config) {
        return rows(TopSettings.ALL, key -> top(key, config));
    }

    /// The settings of a function, but not those of its routes.
    public static List<Row> of(smyth.config.Function function) {
        return rows(HandlerSettings.OWN, key -> handler(key, function));
    }

    public static List<Row> of(HttpRoute route) {
        return rows(RouteSettings.ALL, key -> route(key, route));
    }

    private static List<Row> rows(List<Setting<?>> settings, Function<String, Optional<String>> value) {
        var rows = new ArrayList<Row>();
        for (var setting : settings)
            value.apply(setting.key()).ifPresent(text -> rows.add(new Row(setting.key(), text)));
        return rows;
    }

    private static Optional<String> top(String key, Config config) {
        return switch (key) {
            case "host" -> Optional.of(config.host());
            case "port" -> Optional.of(config.port() == 0 ? "a free one" : Integer.toString(config.port()));
            case "log_level" -> Optional.of(config.logLevel().toString());
            case "smyth_path_prefix" -> Optional.of(config.pathPrefix().isEmpty() ? "/" : config.pathPrefix());
            case "errors" -> Optional.of(config.detailedErrors() ? "detailed" : "aws");
            case "region" -> Optional.of(config.region());
            case "account_id" -> Optional.of(config.accountId());
            case "inherit_credentials" -> Optional.of(Boolean.toString(config.inheritCredentials()));
            case "allowed_hosts" -> Optional.of(list(config.allowedHosts().stream().sorted().toList(), "no others"));
            case "env", "env_file", "template", "stack", "environment", "parameters", "unknown", "apis", "handlers" ->
                Optional.empty();
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static Optional<String> handler(String key, smyth.config.Function function) {
        var code = function.code();
        var execution = function.execution();
        return switch (key) {
            case "handler_path" -> Optional.of(code.handler());
            case "runtime" -> Optional.of(code.runtime().orElse(FOUND));
            case "timeout" -> Optional.of(BigDecimal.valueOf(execution.timeout().toMillis(), 3).stripTrailingZeros()
                    .toPlainString() + " s");
            case "concurrency" -> Optional.of(Integer.toString(execution.concurrency()));
            case "strategy_generator_path" -> Optional.of(ExecutionKinds.name(execution.strategy()));
            case "event_data_function_path" -> code.eventFunction();
            case "context_data_function_path" -> code.contextFunction();
            case "memory_size" -> Optional.of(execution.memory().map(size -> size + " MB")
                    .orElse("128 MB as AWS_LAMBDA_FUNCTION_MEMORY_SIZE; the heap is not limited by it"));
            case "log_level" -> Optional.of(execution.logLevel().toString());
            case "env" -> Optional.of(execution.env().isEmpty() ? "none"
                    : execution.env().keySet().stream().sorted()
                            .collect(Collectors.joining(", ", "", " (values are not shown)")));
            case "source" -> Optional.of(list(code.source().stream().map(Path::toString).toList(), FOUND));
            case "classpath" -> Optional.of(list(code.classpath(), FOUND));
            case "project" -> code.project().map(Path::toString);
            case "layers" -> Optional.of(list(code.layers().stream().map(Path::toString).toList(), ""))
                    .filter(text -> !text.isEmpty());
            case "build" -> code.build();
            case "command" -> Optional.of(String.join(" ", code.command())).filter(line -> !line.isEmpty());
            case "jvm_options" ->
                Optional.of(String.join(" ", execution.jvmOptions())).filter(options -> !options.isEmpty());
            case "debug" -> Optional.of(debug(execution.debug()));
            case "reserve" -> Optional.of(Integer.toString(execution.reserve()));
            case "routes", "strategy_function_path", "env_file", "fake_coldstart" -> Optional.empty();
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static Optional<String> route(String key, HttpRoute route) {
        return switch (key) {
            case "url_path" -> Optional.of(route.to("").path());
            case "methods" -> Optional.of(list(route.methods().stream().sorted().toList(), "all"));
            case "event" -> Optional.of(route.directEvents() ? "the request's body" : route.format().setting());
            case "api" -> Optional.of(route.api().name()).filter(name -> !name.isEmpty());
            case "invoke_mode" ->
                Optional.of(route.invokeMode().setting()).filter(_ -> route.format() == PayloadFormat.FUNCTION_URL);
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static String debug(Debug debug) {
        return switch (debug) {
            case Debug.Off() -> "off";
            case Debug.AnyPort() -> "on a free port";
            case Debug.Port(int port) -> "on port " + port;
            case Debug.ConnectTo(String host, int port) -> "connects to " + host + ":" + port;
        };
    }

    private static String list(List<String> values, String none) {
        return values.isEmpty() ? none : String.join(", ", values);
    }
}
