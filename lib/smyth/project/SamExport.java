package smyth.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import smyth.config.Config;
import smyth.config.Function;
import smyth.config.Language;
import smyth.config.Trigger.HttpRoute;
import smyth.invocation.JsonText;
import smyth.route.Api;
import smyth.route.InvokeMode;
import smyth.route.PayloadFormat;

/// The SAM template of a configuration: the way from one machine to AWS, ready for `sam deploy`. What SAM has no words
/// for becomes a comment.
public final class SamExport {
    private static final Map<Language, String> RUNTIMES = Map.of(Language.JAVA, "java21", Language.PYTHON,
            "python3.13", Language.NODE, "nodejs22.x");

    private final Config config;
    private final StringBuilder text = new StringBuilder();
    private final Map<Path, String> layers = new LinkedHashMap<>();
    private final Map<String, HttpRoute> apis = new TreeMap<>();

    private SamExport(Config config) {
        this.config = config;
    }

    /// Reads sources to tell what a handler is written in; blocks.
    public static String of(Config config) {
        return new SamExport(config).text();
    }

    private String text() {
        line(0, "AWSTemplateFormatVersion: \"2010-09-09\"");
        line(0, "Transform: AWS::Serverless-2016-10-31");
        line(0, "Resources:");
        config.functions().forEach(this::function);
        apis.forEach(this::api);
        layers.forEach((folder, id) -> {
            resource(id, "AWS::Serverless::LayerVersion");
            line(3, "ContentUri: " + place(folder));
        });
        return text.toString();
    }

    private void function(Function function) {
        var code = function.code();
        var id = id(function.name());
        resource(id, "AWS::Serverless::Function");
        if (!id.equals(function.name())) line(3, "FunctionName: " + JsonText.quote(function.name()));
        line(3, "CodeUri: " + place(code.project().orElse(config.folder())));
        line(3, "Handler: " + JsonText.quote(code.handler().isEmpty() ? "bootstrap" : code.handler()));
        line(3, "Runtime: " + runtime(function));
        if (!code.command().isEmpty()) line(3, "# started by: " + String.join(" ", code.command()));
        line(3, "Timeout: " + Math.max(1, function.execution().timeout().toSeconds()));
        function.execution().memory().ifPresent(size -> line(3, "MemorySize: " + size));
        if (!code.layers().isEmpty()) line(3, "Layers:");
        for (var layer : code.layers()) {
            layers.computeIfAbsent(layer, path -> id(path.getFileName().toString()) + "Layer" + (layers.size() + 1));
            line(4, "- !Ref " + layers.get(layer));
        }
        variables(function);
        events(function);
    }

    private void variables(Function function) {
        if (function.execution().env().isEmpty()) return;
        line(3, "Environment:");
        line(4, "Variables:");
        new TreeMap<>(function.execution().env()).forEach((name, value) -> line(5, name + ": "
                + JsonText.quote(value)));
    }

    private void events(Function function) {
        for (var event : function.eventSources()) line(3, "# also invoked by: " + event.toString().replace('\n', ' '));
        var url = function.routes().stream().filter(route -> route.format() == PayloadFormat.FUNCTION_URL).findFirst();
        if (url.isPresent()) {
            line(3, "FunctionUrlConfig:");
            line(4, "AuthType: NONE");
            if (url.get().invokeMode() != InvokeMode.BUFFERED) line(4, "InvokeMode: RESPONSE_STREAM");
        }
        var names = new LinkedHashSet<String>();
        for (var route : function.routes()) {
            if (route.format() == PayloadFormat.FUNCTION_URL) continue;
            if (route.format().setting().startsWith("alb")) {
                line(3, "# a load balancer's route, which SAM has no event for: " + route.path());
                continue;
            }
            if (names.isEmpty()) line(3, "Events:");
            for (var method : route.methods().isEmpty() ? List.of("ANY") : route.methods().stream().sorted().toList())
                event(route, method, names);
        }
    }

    private void event(HttpRoute route, String method, Set<String> names) {
        boolean rest = route.format() == PayloadFormat.REST_API;
        var paths = !route.path().toString().equals("$default") ? List.of(route.path().template())
                : rest ? List.of("/", "/{proxy+}") : List.of("");
        for (var path : paths) {
            names.add("Route" + (names.size() + 1));
            line(4, "Route" + names.size() + ":");
            line(5, "Type: " + (rest ? "Api" : "HttpApi"));
            var properties = new LinkedHashMap<String, String>();
            if (!path.isEmpty()) {
                properties.put("Path", JsonText.quote(path));
                properties.put("Method", method.equals("ANY") ? "ANY" : method.toLowerCase(Locale.ROOT));
            }
            if (isExplicit(route.api())) {
                apis.putIfAbsent(id(route.api().name()), route);
                properties.put(rest ? "RestApiId" : "ApiId", "!Ref " + id(route.api().name()));
            }
            if (route.format() == PayloadFormat.HTTP_API_V1) properties.put("PayloadFormatVersion", "\"1.0\"");
            if (!properties.isEmpty()) line(5, "Properties:");
            properties.forEach((name, value) -> line(6, name + ": " + value));
        }
    }

    /// Of the others SAM makes one itself.
    private static boolean isExplicit(Api api) {
        return !api.name().isEmpty() && !api.name().matches("Serverless(Rest|Http)Api");
    }

    private void api(String id, HttpRoute route) {
        boolean rest = route.format() == PayloadFormat.REST_API;
        line(1, id + ":");
        line(2, "Type: " + (rest ? "AWS::Serverless::Api" : "AWS::Serverless::HttpApi"));
        route.api().stage().or(() -> Optional.of("Prod").filter(_ -> rest)).ifPresent(stage -> {
            line(2, "Properties:");
            line(3, "StageName: " + JsonText.quote(stage));
        });
    }

    private String runtime(Function function) {
        var written = function.code().runtime();
        if (written.isPresent()) return written.get().equals("provided") ? "provided.al2023" : written.get();
        var folder = function.code().project().orElse(config.folder());
        return new HandlerSearch(folder, function.code().source()).find(function.code().handler())
                .map(found -> RUNTIMES.get(found.language())).orElse("java21");
    }

    private void resource(String id, String type) {
        line(1, id + ":");
        line(2, "Type: " + type);
        line(2, "Properties:");
    }

    private String place(Path path) {
        var below = path.startsWith(config.folder()) ? config.folder().relativize(path).toString() : path.toString();
        return JsonText.quote(below.isEmpty() ? "." : below.replace('\\', '/'));
    }

    /// Logical ids have letters and digits only.
    private static String id(String name) {
        var id = new StringBuilder();
        for (var word : name.split("[^A-Za-z0-9]+"))
            if (!word.isEmpty()) id.append(name.matches("[A-Za-z0-9]+") ? word
                    : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        return id.isEmpty() ? "Function" : id.toString();
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
