import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.FunctionConfig;
import smyth.project.ConfigReader;

/// docs/settings.md says what is so.
class SettingsPageTest {
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    @TempDir
    Path folder;

    @Test
    void theFullExampleIsAConfiguration() throws Exception {
        Files.writeString(folder.resolve("local.env"), "TOKEN=x");

        var config = read(between("```toml\n", "```"));

        assertEquals(List.of("orders", "audit"), config.functions().stream().map(FunctionConfig::name).toList());
        assertEquals(List.of(), config.notes());
    }

    @Test
    void everyKeyOfThePageIsKnown() throws Exception {
        for (var key : keys(between("## At the top", "## Of a handler")))
            assertKnown(key + " = 2000-01-01\n[handlers.a]\nhandler_path = \"A\"\n", key);
        for (var key : keys(between("## Of a handler", "## Paths")))
            assertKnown("[handlers.a]\n" + key + " = 2000-01-01\n", key);
    }

    // --- infra ---

    private void assertKnown(String toml, String key) {
        var toBeRead = key.equals("handlers") ? "handlers = 2000-01-01\n" : toml;
        var problems = assertThrows(ConfigException.class, () -> read(toBeRead), key).problems();
        assertTrue(
                problems.stream()
                        .anyMatch(problem -> problem.key().endsWith(key) && problem.message().contains("is not")),
                () -> key + ": " + problems);
    }

    private static List<String> keys(String text) {
        return ROW.matcher(text).results().map(row -> row.group(1)).toList();
    }

    private static String between(String start, String end) throws Exception {
        var page = Files.readString(PAGE).replace("\r\n", "\n");
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf(end, from));
    }

    private Config read(String toml) throws Exception {
        return ConfigReader.read(Files.writeString(folder.resolve("smyth.toml"), toml));
    }
}
