import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.project.ApiSettings;
import smyth.project.ConfigReader;
import smyth.project.HandlerSettings;
import smyth.project.RouteSettings;
import smyth.project.Setting;
import smyth.project.TopSettings;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/// The tables of docs/settings.md and the extension's JSON schema say what the declarations of the settings say.
/// `SMYTH_UPDATE=1 ./jbangw test Settings` writes both.
class SettingsTest {
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final Path SCHEMA = Path.of("vscode-extension/schema/smyth.schema.json");
    private static final boolean UPDATE = System.getenv("SMYTH_UPDATE") != null;

    /// The headings of the page, each with a table of these settings.
    private static final Map<String, List<? extends Setting<?>>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("Top level", TopSettings.ALL);
        TABLES.put("Handlers", HandlerSettings.OWN);
        TABLES.put("Routes", RouteSettings.ALL);
        TABLES.put("APIs", ApiSettings.ALL);
    }

    /// A reader of JSON expects the kind of a value before its limits.
    private static final List<String> ORDER = List.of("$schema", "title", "type", "enum", "oneOf", "pattern",
            "minimum", "exclusiveMinimum", "maximum", "examples", "minProperties", "propertyNames", "items",
            "additionalProperties", "required", "properties", "description", "default");

    @TempDir
    Path folder;

    @Test
    void theTablesOfThePageAreUpToDate() throws Exception {
        var page = Files.readString(PAGE).replace("\r\n", "\n");
        var expected = page;
        for (var table : TABLES.entrySet()) {
            int heading = page.indexOf("\n## " + table.getKey() + "\n");
            assertTrue(heading >= 0, () -> "no heading " + table.getKey());
            var present = page.substring(page.indexOf("\n|", heading) + 1);
            present = present.substring(0, present.indexOf("\n\n") + 1);
            expected = expected.replace(present, markdown(table.getValue()));
        }
        assertUpToDate(PAGE, expected, page);
    }

    @Test
    void theSchemaIsUpToDate() throws Exception {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Smyth");
        schema.put("description", "Settings of Smyth, which runs AWS Lambda handlers behind a local HTTP server.");
        schema.putAll(TopSettings.schema());
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        var text = JsonMapper.builder().defaultPrettyPrinter(printer).build().writerWithDefaultPrettyPrinter()
                .writeValueAsString(ordered(schema)) + "\n";
        assertUpToDate(SCHEMA, text.replace("\" : ", "\": "), Files.readString(SCHEMA).replace("\r\n", "\n"));
    }

    @Test
    void theFullExampleIsAConfiguration() throws Exception {
        Files.writeString(folder.resolve("local.env"), "TOKEN=x");
        var page = Files.readString(PAGE).replace("\r\n", "\n");
        int from = page.indexOf("```toml\n") + "```toml\n".length();

        var config = read(page.substring(from, page.indexOf("```", from)));

        assertEquals(List.of("orders", "audit"), config.functions().stream().map(Function::name).toList());
        assertEquals(List.of(), config.notes());
    }

    @Test
    void everySettingThatIsDeclaredIsRead() throws Exception {
        for (var setting : TopSettings.ALL) assertRead(setting.key(), "%s = 2000-01-01\n"
                + (setting.key().equals("handlers") ? "" : "[handlers.a]\nhandler_path = \"A\"\n"));
        for (var setting : ApiSettings.ALL)
            assertRead(setting.key(), "[apis.one]\n%s = 2000-01-01\n[handlers.a]\nhandler_path = \"A\"\n");
        for (var setting : HandlerSettings.OWN) assertRead(setting.key(), "[handlers.a]\n%s = 2000-01-01\n");
        for (var setting : RouteSettings.ALL) {
            assertRead(setting.key(), "[handlers.a]\n%s = 2000-01-01\n");
            assertRead(setting.key(), "[[handlers.a.routes]]\n%s = 2000-01-01\n");
        }
    }

    // --- infra ---

    private void assertRead(String key, String toml) {
        var problems = assertThrows(ConfigException.class, () -> read(toml.formatted(key)), key).problems();
        assertTrue(
                problems.stream()
                        .anyMatch(problem -> problem.key().endsWith(key) && problem.message().contains("is not")),
                () -> key + ": " + problems);
    }

    private static void assertUpToDate(Path file, String expected, String present) throws Exception {
        if (UPDATE) Files.writeString(file, expected);
        else assertEquals(expected, present,
                file + " does not match the settings; SMYTH_UPDATE=1 ./jbangw test Settings writes it");
    }

    private static String markdown(List<? extends Setting<?>> settings) {
        return Stream.concat(Stream.of("| key | value | default | meaning |", "|---|---|---|---|"),
                settings.stream().map(setting -> "| `" + setting.key() + "` | " + setting.kind().name() + " | "
                        + standard(setting) + " | " + setting.meaning() + " |"))
                .collect(joining("\n", "", "\n"));
    }

    private static String standard(Setting<?> setting) {
        return setting.standard().map(value -> value instanceof String ? "`\"" + value + "\"`" : "`" + value + "`")
                .orElse(setting.otherwise());
    }

    private static Object ordered(Object node) {
        return switch (node) {
            case List<?> list -> list.stream().map(SettingsTest::ordered).toList();
            case Map<?, ?> map when ORDER.containsAll(map.keySet()) -> {
                var sorted = new LinkedHashMap<Object, Object>();
                for (var key : ORDER) if (map.containsKey(key)) sorted.put(key, ordered(map.get(key)));
                yield sorted;
            }
            case Map<?, ?> map -> {
                var same = new LinkedHashMap<Object, Object>();
                map.forEach((key, value) -> same.put(key, ordered(value)));
                yield same;
            }
            default -> node;
        };
    }

    private Config read(String toml) throws Exception {
        return ConfigReader.read(Files.writeString(folder.resolve("smyth.toml"), toml));
    }
}
