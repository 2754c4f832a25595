package smyth.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import smyth.config.Function;
import smyth.runtimeapi.Start;

/// What workers of scripting languages receive at their start besides the handler: its settings, in the form in which
/// Python Smyth shows them in the context.
final class ScriptStart {
    private ScriptStart() {}

    /// @param folders where the handler's modules are looked for
    static Start of(Function function, List<Path> folders) {
        return new Start(function.code().handler(), folders, function.code().eventFunction(),
                function.code().contextFunction(),
                Map.of("config", settings(function), "log_level", function.execution().logLevel().name()));
    }

    private static String settings(Function function) {
        return "{\"name\":" + quoted(function.name()) + ",\"url_path\":"
                + function.routes().stream().findFirst().map(route -> quoted(route.path().toString())).orElse("null")
                + ",\"lambda_handler_path\":" + quoted(function.code().handler()) + ",\"timeout\":"
                + function.execution().timeout().toMillis() / 1000.0
                + ",\"log_level\":" + quoted(function.execution().logLevel().name()) + ",\"concurrency\":"
                + function.execution().concurrency() + "}";
    }

    /// As a JSON string without line breaks.
    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < ' ') json.append("\\u%04x".formatted((int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }
}
