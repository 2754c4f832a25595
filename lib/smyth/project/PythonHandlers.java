package smyth.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Handlers in a Python source: functions `(event, context)`, and functions of two parameters with a usual name.
final class PythonHandlers {
    private static final Pattern FUNCTION = Pattern
            .compile("^def\\s+(\\w+)\\s*\\(\\s*(\\w+)[^,()]*,\\s*(\\w+)[^,()]*,?\\s*\\)", Pattern.MULTILINE);

    private PythonHandlers() {}

    /// @param module `shop/orders` for `shop/orders.py`
    static Stream<Place> in(String module, String source) {
        return FUNCTION.matcher(source).results().filter(PythonHandlers::isHandler)
                .map(function -> new Place(module.replace('/', '.') + "." + function.group(1),
                        Place.line(source, function.start())));
    }

    /// The line of a function, or of what is assigned to its name; empty when the source has neither.
    static Optional<Integer> line(String source, String function) {
        var name = Pattern.quote(function);
        return Pattern.compile("(?m)^(?:async\\s+)?def\\s+" + name + "\\b|^" + name + "\\s*=").matcher(source).results()
                .findFirst().map(found -> Place.line(source, found.start()));
    }

    private static boolean isHandler(MatchResult function) {
        return List.of("handler", "lambda_handler").contains(function.group(1))
                || function.group(2).matches("_*event") && function.group(3).matches("_*(context|ctx)|_+");
    }
}
