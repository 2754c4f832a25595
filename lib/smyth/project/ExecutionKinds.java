package smyth.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.config.Debug;
import smyth.config.LogLevel;
import smyth.config.Strategy;
import smyth.tree.Words;

/// What can be written where a setting says how a function runs.
final class ExecutionKinds {
    private static final int MOST_SECONDS = 900;
    private static final String STRATEGIES = "smyth.runner.strategy."; // before the names in Python Smyth
    private static final Pattern ADDRESS = Pattern
            .compile(".+:([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])");

    private ExecutionKinds() {}

    /// A number of seconds, with or without a fraction.
    static Kind<Duration> timeout() {
        return Kind.scalar("seconds above 0, up to " + MOST_SECONDS,
                Kind.with(Map.of("type", "number"), Map.of("exclusiveMinimum", 0, "maximum", MOST_SECONDS)),
                "a number of seconds above 0 and up to " + MOST_SECONDS,
                value -> value instanceof Number number && number.doubleValue() > 0
                        && number.doubleValue() <= MOST_SECONDS
                                ? Optional.of(Duration.ofMillis(Math.max(1, Math.round(number.doubleValue() * 1000))))
                                : Optional.empty());
    }

    static Kind<LogLevel> logLevel() {
        return Kind.oneOf(List.of(LogLevel.values()), LogLevel::name);
    }

    static Kind<Strategy> strategy() {
        return new Kind<>("`first_warm`, `round_robin`", Map.of("enum", names()), (node, location) -> Kind.string()
                .reader().read(node, location).flatMap(text -> {
                    var found = List.of(Strategy.values()).stream()
                            .filter(strategy -> text.equals(name(strategy)) || text.equals(STRATEGIES + name(strategy)))
                            .findFirst();
                    if (found.isEmpty()) location.problem(Words.quoted(text) + " is not built in; use " + STRATEGIES
                            + "first_warm or " + STRATEGIES + "round_robin");
                    return found;
                }));
    }

    static String name(Strategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> names() {
        var names = new ArrayList<String>();
        for (var before : List.of("", STRATEGIES))
            for (var strategy : Strategy.values()) names.add(before + name(strategy));
        return names;
    }

    static Kind<Debug> debug() {
        var schema = Map.<String, Object>of("oneOf", List.of(Map.of("type", "boolean"),
                Map.of("type", "integer", "minimum", 1, "maximum", 65535),
                Map.of("type", "string", "pattern", "^.+:\\d+$")));
        return Kind.scalar("true, false, port or `\"host:port\"`", schema,
                "true, a port, or \"host:port\" of an IDE that listens", ExecutionKinds::debug);
    }

    private static Optional<Debug> debug(Object value) {
        if (value instanceof Boolean on) return Optional.of(on ? new Debug.AnyPort() : new Debug.Off());
        if (value instanceof Long port && port >= 1 && port <= 65535)
            return Optional.of(new Debug.Port(port.intValue()));
        if (!(value instanceof String address) || !ADDRESS.matcher(address).matches()) return Optional.empty();
        int colon = address.lastIndexOf(':');
        return Optional.of(new Debug.ConnectTo(address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1))));
    }
}
