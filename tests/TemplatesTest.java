import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.config.Trigger.HttpRoute;
import smyth.project.ConfigReader;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/// What templates mean: `tests/templates/functions/<case>.template.yaml` (or `.json`) → `<case>.functions.json`.
/// `SMYTH_UPDATE=1 ./jbangw test Templates` writes what is expected.
///
/// Comments at the top of a template make its project: `# file: NAME` an empty file, `# file: NAME = text` one with a
/// text, `# smyth: LINE` a line of smyth.toml, `# parameter: NAME=VALUE` an option of the command line.
class TemplatesTest {
    private static final Path CASES = Path.of("tests/templates/functions");
    private static final boolean UPDATE = System.getenv("SMYTH_UPDATE") != null;
    private static final Map<String, String> SHELL = Map.of("AWS_REGION", "eu-west-1");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> templates() throws IOException {
        try (var files = Files.list(CASES)) {
            return files.filter(file -> file.toString().matches(".*\\.template\\.(yaml|json)")).sorted().toList()
                    .stream()
                    .map(file -> DynamicTest.dynamicTest(name(file), () -> check(file)));
        }
    }

    @Test
    void twoHundredFunctionsAndFourHundredRoutesAreReadAtOnce(TestReporter report) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("app")).resolve("app.py"), "def handler(e, c): pass");
        var text = new StringBuilder("Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n"
                + "    Runtime: python3.12\n    Timeout: 10\nParameters:\n  Stage:\n    Type: String\n"
                + "    Default: dev\nResources:\n  Table:\n    Type: AWS::DynamoDB::Table\n");
        for (int i = 0; i < 200; i++) text.append("""
                  F%1$d:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: app/
                      Handler: app.handler
                      Environment:
                        Variables:
                          TABLE: !Ref Table
                          NAME: !Sub "${AWS::StackName}-${Stage}-%1$d"
                      Events:
                        Get:
                          Type: Api
                          Properties: {Path: "/r%1$d/{id}", Method: get}
                        Put:
                          Type: HttpApi
                          Properties: {Path: "/h%1$d/{id}", Method: put}
                """.formatted(i));
        Files.writeString(folder.resolve("template.yaml"), text);
        ConfigReader.read(folder); // loads the classes

        long millis = Long.MAX_VALUE;
        Config config = null;
        for (int i = 0; i < 3; i++) { // other processes may have the processor
            long begun = System.nanoTime();
            config = ConfigReader.read(folder);
            millis = Math.min(millis, (System.nanoTime() - begun) / 1_000_000);
        }

        report.publishEntry("a template of 200 functions and 400 routes", millis + " ms");
        assertEquals(200, config.functions().size());
        assertEquals(400, config.routes().routes().size());
        assertTrue(millis < 300, "it took " + millis + " ms");
    }

    private void check(Path template) throws Exception {
        var project = Files.createTempDirectory(folder, name(template)).toRealPath();
        var parameters = new LinkedHashMap<String, String>();
        prepare(template, project, parameters);
        var expected = CASES.resolve(name(template) + ".functions.json");
        var present = print(said(project, parameters)).replace(project.toString(), "<project>");
        if (UPDATE) Files.writeString(expected, present);
        else assertEquals(Files.readString(expected).replace("\r\n", "\n"), present);
    }

    private static void prepare(Path template, Path project, Map<String, String> parameters) throws IOException {
        var text = Files.readString(template);
        var settings = new StringBuilder();
        for (var line : text.lines().takeWhile(comment -> comment.startsWith("#")).toList()) {
            var words = line.substring(1).strip().split(": ", 2);
            if (words[0].equals("smyth")) settings.append(words[1]).append('\n');
            if (words[0].equals("parameter")) parameters.put(words[1].split("=", 2)[0], words[1].split("=", 2)[1]);
            if (!words[0].equals("file")) continue;
            var parts = words[1].split(" = ", 2);
            var file = project.resolve(parts[0].strip());
            Files.createDirectories(file.getParent());
            Files.writeString(file, parts.length == 1 ? "" : parts[1].replace("\\n", "\n"));
        }
        if (!settings.isEmpty()) Files.writeString(project.resolve("smyth.toml"), settings);
        var name = template.toString().endsWith(".json") ? "template.json" : "template.yaml";
        if (!text.contains("# nowhere")) Files.writeString(project.resolve(name), text);
    }

    private static Map<String, Object> said(Path project, Map<String, String> parameters) {
        var said = new LinkedHashMap<String, Object>();
        try {
            var config = ConfigReader.read(project, Optional.empty(), SHELL, parameters);
            said.put("functions", config.functions().stream().map(function -> shown(project, function)).toList());
            if (!config.routes().routes().isEmpty()) said.put("order", config.routes().routes().stream()
                    .map(route -> route.methodNames() + " " + route.path()).toList());
            if (!config.notes().isEmpty()) said.put("notes", config.notes());
            if (!config.standIns().isEmpty()) said.put("unknown", unknown(config));
        } catch (ConfigException e) {
            said.put("problem", e.getMessage().lines().toList());
        }
        return said;
    }

    private static List<String> unknown(Config config) {
        return config.standIns().stream().map(value -> value.name() + " = " + value.value()).distinct().sorted()
                .toList();
    }

    private static Map<String, Object> shown(Path project, Function function) {
        var shown = new LinkedHashMap<String, Object>();
        var code = function.code();
        var execution = function.execution();
        shown.put("name", function.name());
        shown.put("handler", code.handler());
        code.runtime().ifPresent(runtime -> shown.put("runtime", runtime));
        shown.put("timeout", execution.timeout().toSeconds());
        execution.memory().ifPresent(size -> shown.put("memory", size));
        if (!execution.env().isEmpty()) shown.put("env", new TreeMap<>(execution.env()));
        code.project().ifPresent(place -> shown.put("project", project.relativize(place).toString()));
        if (!code.source().isEmpty()) shown.put("source", paths(project, code.source()));
        if (!code.classpath().isEmpty()) shown.put("classpath", code.classpath());
        if (!code.layers().isEmpty()) shown.put("layers", paths(project, code.layers()));
        if (!code.command().isEmpty()) shown.put("command", code.command());
        if (!function.routes().isEmpty()) shown.put("routes", function.routes().stream().map(TemplatesTest::shown)
                .toList());
        if (!function.eventSources().isEmpty())
            shown.put("events", function.eventSources().stream().map(Object::toString).toList());
        return shown;
    }

    private static String shown(HttpRoute route) {
        return route.to("").methodNames() + " " + route.path() + " " + route.format().setting()
                + (route.api().name().isEmpty() ? "" : " of " + route.api().name())
                + route.api().stage().map(" stage "::concat).orElse("")
                + (route.api().basePath().isEmpty() ? "" : " under " + route.api().basePath())
                + (route.invokeMode() == smyth.route.InvokeMode.BUFFERED ? "" : " " + route.invokeMode().setting());
    }

    private static List<String> paths(Path project, List<Path> paths) {
        return paths.stream().map(path -> project.relativize(path).toString()).toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.template\\.[a-z]+$", "");
    }

    private static String print(Map<String, Object> said) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return JsonMapper.builder().defaultPrettyPrinter(printer).build().writerWithDefaultPrettyPrinter()
                .writeValueAsString(said).replace("\" : ", "\": ") + "\n";
    }
}
