package smyth.project;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import smyth.config.ConfigException;
import smyth.invocation.JsonText;
import smyth.tree.Node;

/// The smyth.toml that says the same as a template with what overrides it.
public final class TomlExport {
    private static final Set<String> ABOUT_TEMPLATES = Set.of("template", "stack", "environment", "parameters",
            "unknown");
    private static final Set<String> PATHS = Set.of("project", "source", "layers", "classpath");
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private final Gathered gathered;
    private final StringBuilder text = new StringBuilder();

    private TomlExport(Gathered gathered) {
        this.gathered = gathered;
    }

    /// @param path       a folder, which is searched upwards; a configuration file or template; or a source file
    /// @param parameters of the template
    /// @throws ConfigException with every problem in the settings
    public static String of(Path path, Map<String, String> shell, Map<String, String> parameters)
            throws ConfigException {
        var gathered = ConfigReader.gathered(path, Optional.empty(), shell, parameters);
        gathered.config();
        return new TomlExport(gathered).text();
    }

    private String text() {
        var handlers = TopSettings.HANDLERS.key();
        var apis = TopSettings.APIS.key();
        gathered.settings().entries().forEach((key, value) -> {
            if (!ABOUT_TEMPLATES.contains(key) && !key.equals(handlers) && !key.equals(apis)) line(key, value);
        });
        Values.table(gathered.settings(), apis).entries().forEach((name, api) -> table(apis + "." + key(name),
                (Node.Table) api));
        Values.table(gathered.settings(), handlers).entries()
                .forEach((name, handler) -> handler(name, (Node.Table) handler));
        return text.toString().stripLeading();
    }

    private void handler(String name, Node.Table handler) {
        var title = "handlers." + key(name);
        var events = gathered.deployment().eventSources(name);
        text.append("\n[").append(title).append("]\n");
        if (!events.isEmpty()) text.append("# invoked on AWS by: ")
                .append(events.stream().map(Object::toString).collect(Collectors.joining(", "))).append('\n');
        handler.entries().forEach((key, value) -> {
            if (!key.equals(HandlerSettings.ROUTES.key()) && !key.equals(HandlerSettings.ENV.key())) line(key, value);
        });
        env(title, name, Values.table(handler, HandlerSettings.ENV.key()));
        for (var route : Values.tables(handler, HandlerSettings.ROUTES.key())) {
            text.append("\n[[").append(title).append(".routes]]\n");
            route.entries().forEach(this::line);
        }
    }

    private void env(String title, String name, Node.Table own) {
        var variables = new LinkedHashMap<>(gathered.deployment().variables(name));
        own.entries().forEach((key, value) -> value.string().ifPresent(string -> variables.put(key, string)));
        if (variables.isEmpty()) return;
        text.append("\n[").append(title).append(".env]\n");
        variables.forEach((key, value) -> text.append(key(key)).append(" = ").append(JsonText.quote(value))
                .append('\n'));
    }

    private void table(String title, Node.Table table) {
        text.append("\n[").append(title).append("]\n");
        table.entries().forEach(this::line);
    }

    private void line(String key, Node value) {
        text.append(key(key)).append(" = ").append(PATHS.contains(key) ? paths(value) : shown(value)).append('\n');
    }

    private String shown(Node value) {
        return switch (value) {
            case Node.Scalar(_, String string, _) -> JsonText.quote(string);
            case Node.Scalar scalar -> scalar.written();
            case Node.Items(_, var items) ->
                items.stream().map(this::shown).collect(Collectors.joining(", ", "[", "]"));
            case Node.Table table -> table.entries().entrySet().stream()
                    .map(entry -> key(entry.getKey()) + " = " + shown(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
            case Node.Nothing _ -> "\"\"";
        };
    }

    /// Relative to the configuration where they lie below it.
    private String paths(Node value) {
        var texts = value.text().map(List::of).or(value::texts).orElse(List.of());
        var shown = new ArrayList<String>();
        for (var path : texts) shown.add(JsonText.quote(relative(path)));
        return value.text().isPresent() ? shown.getFirst() : shown.toString();
    }

    private String relative(String text) {
        var folder = gathered.reading().folder();
        try {
            var path = Path.of(text.replace("*", "_"));
            if (!path.isAbsolute() || !path.startsWith(folder)) return text;
            var below = text.substring(folder.toString().length()).replaceFirst("^[/\\\\]", "").replace('\\', '/');
            return below.isEmpty() ? "." : below;
        } catch (InvalidPathException _) {
            return text;
        }
    }

    private static String key(String name) {
        return BARE_KEY.matcher(name).matches() ? name : JsonText.quote(name);
    }
}
