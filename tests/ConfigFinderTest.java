import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.config.Trigger.HttpRoute;
import smyth.project.ConfigReader;
import smyth.route.PathPattern;

/// Which configuration PATH means.
class ConfigFinderTest {
    private static final String HELLO = """
            [handlers.hello]
            handler_path = "Hello"
            """;

    @TempDir
    Path folder;

    @Test
    void aFolderIsSearchedUpwardsToTheRootOfTheRepository() throws Exception {
        write("smyth.toml", HELLO);
        var deep = Files.createDirectories(folder.resolve("src/main"));
        assertEquals(Optional.of(folder.resolve("smyth.toml")), ConfigReader.read(deep).file());

        Files.createDirectories(folder.resolve("src/.git"));
        var e = assertThrows(ConfigException.class, () -> ConfigReader.read(deep));
        assertEquals("""
                no configuration found
                  searched   %s
                             %s
                  handlers   none
                  next       smyth init %s""".formatted(deep, deep.getParent(), deep), e.getMessage());
    }

    @Test
    void aPyprojectWithoutATableForSmythIsPassedOver() throws Exception {
        write("smyth.toml", HELLO);
        write("service/pyproject.toml", "[project]\nname = \"service\"\n");
        assertEquals(Optional.of(folder.resolve("smyth.toml")), ConfigReader.read(folder.resolve("service")).file());

        var e = assertThrows(ConfigException.class, () -> ConfigReader.read(folder.resolve("service/pyproject.toml")));
        assertEquals(
                "1 problem in " + folder.resolve("service/pyproject.toml")
                        + "\n           tool.smyth   this table is missing; add it, or run smyth init, which "
                        + "writes a smyth.toml",
                e.getMessage());
    }

    @Test
    void smythTomlWinsInOneFolderAndSaysSo() throws Exception {
        write("smyth.toml", HELLO);
        write("pyproject.toml", "[tool.smyth]\nport = 1\n");

        assertEquals(
                List.of("Smyth reads " + folder.resolve("smyth.toml")
                        + " and not [tool.smyth] in the pyproject.toml beside it"),
                ConfigReader.read(folder).notes());
    }

    @Test
    void oneHandlerSourceFileIsServedAtEveryPath() throws Exception {
        Files.createDirectory(folder.resolve(".git"));
        write(".env", "A=1");
        var file = write("Hello.java",
                "package shop;\npublic class Hello implements RequestHandler<String, String> {}\n");
        for (var path : List.of(file, folder)) {
            var config = ConfigReader.read(path);

            assertEquals(folder, config.folder());
            assertEquals(Optional.empty(), config.file());
            assertEquals("Hello", only(config).name());
            assertEquals("shop.Hello", only(config).code().handler());
            assertEquals(List.of(HttpRoute.of(PathPattern.DEFAULT)), only(config).triggers());
            assertEquals(List.of(file), only(config).code().source());
            assertEquals(Map.of("A", "1"), only(config).execution().env());
            assertEquals("$default", config.routes().match("PUT", "/any/path").orElseThrow().route().key("PUT"));
        }
    }

    @Test
    void anythingElseNamesWhatWasFoundAndTheNextCommand() throws Exception {
        Files.createDirectory(folder.resolve(".git"));
        write("A.java", "public class A implements RequestHandler<String, String> {}");
        write("src/B.java", "package b; class B { public String handleRequest(String event) { return event; } }");
        write("src/app.py", "def lambda_handler(event, context):\n    pass\n");
        write("index.mjs", "export const handler = async () => 1;\n");
        write("target/C.java", "public class C implements RequestHandler<String, String> {}");

        assertEquals("""
                no configuration found
                  searched   %1$s
                  handlers   A.java (A)
                             index.mjs (index.handler)
                             src%2$sB.java (b.B::handleRequest)
                             src%2$sapp.py (src.app.lambda_handler)
                  next       smyth init %1$s""".formatted(folder, folder.getFileSystem().getSeparator()),
                refusal(folder));
        assertEquals(folder.resolve("x") + " does not exist; run smyth init " + folder.resolve("x")
                + " to create a project there", refusal(folder.resolve("x")));
        assertEquals(write("notes.txt", "")
                + " is not a configuration file (smyth.toml, pyproject.toml), a template (.yaml, .yml, .json) or a "
                + "handler source file (.java, .py, .mjs, .js, .cjs)",
                refusal(folder.resolve("notes.txt")));
        assertEquals(write("Empty.java", "class Empty {}")
                + " has no handler; Smyth looks for a class that implements RequestHandler or RequestStreamHandler, or "
                + "has one public method",
                refusal(folder.resolve("Empty.java")));
        assertEquals(write("empty.mjs", "") + " has no handler; Smyth looks for an export named handler",
                refusal(folder.resolve("empty.mjs")));
    }

    @Test
    void aConfigurationFileOfAnotherUserIsNotRead() throws Exception {
        var file = write("smyth.toml", HELLO);
        Files.createDirectory(folder.resolve(".git"));
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                || !System.getProperty("user.name").equals("root"))
            return;
        Files.setAttribute(file, "unix:uid", 54321);
        var refused = file
                + " is not read, because it belongs to user 54321 and decides what runs here as root; copy it or "
                + "change its owner";

        assertEquals(refused, refusal(file));
        assertEquals("no configuration found\n  searched   " + folder + "   " + refused
                + "\n  handlers   none\n  next       smyth init " + folder, refusal(folder));

        Files.setAttribute(folder, "unix:uid", 54321);
        assertEquals("Hello", only(ConfigReader.read(folder)).code().handler());
    }

    // --- infra ---

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Function only(Config config) {
        assertEquals(1, config.functions().size());
        return config.functions().getFirst();
    }

    private String refusal(Path path) {
        return assertThrows(ConfigException.class, () -> ConfigReader.read(path)).getMessage();
    }
}
