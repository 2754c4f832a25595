import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import smyth.config.Problem;
import smyth.project.TreeFile;
import smyth.template.Resolved;
import smyth.template.Settings;
import smyth.template.Template;
import smyth.tree.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// tests/templates/<case>.template.yaml (or .json) becomes <case>.resources.json.
///
/// The settings of a case, which are region, parameters, known and shell, are in its Metadata, under Settings. What is
/// included is in tests/templates/include.
class TemplateTest {
    private static final Path TEMPLATES = Path.of("tests/templates");

    @TestFactory
    Stream<DynamicTest> templates() throws IOException {
        try (var files = Files.list(TEMPLATES)) {
            return files.filter(TemplateTest::isTemplate).sorted().toList().stream()
                    .map(file -> dynamicTest(name(file), file.toUri(),
                            () -> assertEquals(read(expected(file)).toPrettyString(), shown(file).toPrettyString())));
        }
    }

    static boolean isTemplate(Path file) {
        return file.getFileName().toString().contains(".template.");
    }

    static Path expected(Path file) {
        return file.resolveSibling(name(file) + ".resources.json");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.template\\..*", "");
    }

    /// What a file becomes, as JSON.
    static JsonNode shown(Path file) {
        var problems = new ArrayList<Problem>();
        var template = TreeFile.read(file, problems);
        var json = JsonNodeFactory.instance.objectNode();
        if (template.isEmpty()) return with(json, "problems", problems.stream().map(TemplateTest::problem));
        var resolved = Template.resolve(template.get(), settings(template.get().table("Metadata").table("Settings")));
        resolved.resources().values().forEach(resource -> {
            var one = json.withObjectProperty("resources").putObject(resource.logicalId());
            one.put("type", resource.type());
            one.set("properties", json(resource.properties()));
            if (!resource.metadata().entries().isEmpty()) one.set("metadata", json(resource.metadata()));
        });
        resolved.globals().forEach((key, node) -> json.withObjectProperty("globals").set(key, json(node)));
        with(json, "unknowns", resolved.unknowns().stream().map(unknown -> "line %d: %s = %s, used by %s".formatted(
                unknown.at().line(), unknown.name(), unknown.value(), unknown.usedBy())));
        return with(json, "problems", resolved.problems().stream().map(TemplateTest::problem));
    }

    private static String problem(Problem problem) {
        return "line " + problem.line() + (problem.key().isEmpty() ? "" : ", " + problem.key()) + ": "
                + problem.message();
    }

    private static tools.jackson.databind.node.ObjectNode with(tools.jackson.databind.node.ObjectNode json, String key,
            Stream<String> lines) {
        lines.forEach(line -> json.withArrayProperty(key).add(line));
        return json;
    }

    static Settings settings(Node.Table given) {
        return new Settings(given.get("region").flatMap(Node::string).orElse("eu-central-1"), "123456789012", "shop",
                strings(given.table("parameters")), strings(given.table("known")), strings(given.table("shell")),
                TemplateTest::included);
    }

    private static Map<String, String> strings(Node.Table table) {
        var strings = new HashMap<String, String>();
        table.entries().forEach((key, node) -> strings.put(key, node.string().orElseThrow()));
        return strings;
    }

    private static Optional<Node> included(String location) {
        var problems = new ArrayList<Problem>();
        return TreeFile.read(TEMPLATES.resolve("include").resolve(location.replaceFirst("^.*/", "")), problems)
                .map(table -> table);
    }

    /// Numbers that are written in another way than they are read stand as `number 012`.
    private static JsonNode json(Node node) {
        var factory = JsonNodeFactory.instance;
        return switch (node) {
            case Node.Table(_, var entries) -> {
                var object = factory.objectNode();
                entries.forEach((key, value) -> object.set(key, json(value)));
                yield object;
            }
            case Node.Items(_, var nodes) ->
                factory.arrayNode().addAll(nodes.stream().map(TemplateTest::json).toList());
            case Node.Scalar(_, Boolean value, _) -> factory.booleanNode(value);
            case Node.Scalar(_, Long value, var written) when value.toString().equals(written) ->
                factory.numberNode(value);
            case Node.Scalar(_, Number _, var written) -> factory.stringNode("number " + written);
            case Node.Scalar(_, _, var written) -> factory.stringNode(written);
            case Node.Nothing _ -> factory.nullNode();
        };
    }

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("no " + file, e);
        }
    }
}
