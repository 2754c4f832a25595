import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.cli.Command;
import smyth.config.Function;
import smyth.project.ConfigReader;

class InitTest {
    private static final String HANDLER = "public class %s implements RequestHandler<String, String> {}";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aMissingFolderGetsAFirstProjectAndTheTwoCommandsToTypeNext() throws Exception {
        var hello = folder.resolve("hello");

        assertEquals(0, smyth("init", hello.toString()));
        assertEquals("""
                wrote %1$s%2$sHello.java
                wrote %1$s%2$ssmyth.toml

                next, and in another terminal:
                  jbang smyth@mirumee %1$s
                  curl http://127.0.0.1:8080/hello/Ada
                """.formatted(hello, folder.getFileSystem().getSeparator()), text(out));
        assertEquals("", text(err));
        var function = ConfigReader.read(hello).functions().getFirst();
        assertEquals("Hello", function.code().handler());
        assertEquals("/hello/{name}", function.routes().getFirst().path().template());
    }

    @Test
    void whatANewRepositoryComesWithDoesNotCount() throws Exception {
        Files.createDirectory(folder.resolve(".git"));
        write("README.md", "# shop");

        assertEquals(0, smyth("init", folder.toString()));
        assertTrue(Files.exists(folder.resolve("Hello.java")));
    }

    @Test
    void anExistingProjectGetsAConfigurationForItsHandlers() throws Exception {
        write("pom.xml", "<project/>");
        write("src/main/java/shop/OrderHandler.java", "package shop;\n" + HANDLER.formatted("OrderHandler"));
        write("src/main/java/shop/old/OrderHandler.java", "package shop.old;\n" + HANDLER.formatted("OrderHandler"));
        write("billing/src/main/java/InvoicePDF.java", HANDLER.formatted("InvoicePDF"));

        assertEquals(0, smyth("init", folder.toString()));
        assertEquals("""
                # All settings: https://github.com/mirumee/smyth-java/blob/main/docs/settings.md

                [handlers.invoice-pdf]
                handler_path = "InvoicePDF"
                url_path = "/invoice-pdf/{path:path}"
                source = "billing/src/main/java"

                [handlers.order]
                handler_path = "shop.OrderHandler"
                url_path = "/order/{path:path}"

                [handlers.order-2]
                handler_path = "shop.old.OrderHandler"
                url_path = "/order-2/{path:path}"
                """, Files.readString(folder.resolve("smyth.toml")));
        assertTrue(text(out).endsWith("curl http://127.0.0.1:8080/invoice-pdf/\n"), text(out));
        assertEquals(List.of("invoice-pdf", "order", "order-2"),
                ConfigReader.read(folder).functions().stream().map(Function::name).toList());
    }

    @Test
    void aLoneHandlerIsServedAtEveryPath() throws Exception {
        write("src/Hook.java", "public class Hook { public String handleRequest(String event) { return event; } }");

        assertEquals(0, smyth("init", folder.toString()));
        assertEquals("/{path+}",
                ConfigReader.read(folder).functions().getFirst().routes().getFirst().path().template());
        assertTrue(text(out).endsWith("curl http://127.0.0.1:8080/\n"), text(out));
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        var file = write("smyth.toml", "port = 1");

        assertEquals(1, smyth("init", folder.toString()));
        assertEquals("smyth: " + file + " already exists, so nothing was written; jbang smyth@mirumee check " + folder
                + " shows its settings\n", text(err));
        assertEquals("port = 1", Files.readString(file));
        assertEquals(1, Files.list(folder).count());
    }

    @Test
    void aPyprojectForSmythIsAConfigurationToo() throws Exception {
        var file = write("pyproject.toml", "[tool.smyth]\n");

        assertEquals(1, smyth("init", folder.toString()));
        assertEquals("smyth: " + file + " already exists, so nothing was written; jbang smyth@mirumee check " + folder
                + " shows its settings\n", text(err));
    }

    @Test
    void aFolderWithOtherThingsIsLeftAlone() throws Exception {
        write("Main.java", "class Main {}");

        assertEquals(1, smyth("init", folder.toString()));
        assertEquals("smyth: no handlers found in " + folder
                + ", which is not empty; jbang smyth@mirumee init hello creates a first project in a new folder\n",
                text(err));
        assertEquals(1, smyth("init", folder.resolve("Main.java").toString()));
        assertTrue(text(err).endsWith("Main.java is a file; give a folder\n"), text(err));
    }

    // --- infra ---

    private int smyth(String... args) {
        return Command.run(new PrintStream(out, true), new PrintStream(err, true), args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
