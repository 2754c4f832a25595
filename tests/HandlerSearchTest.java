import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.project.HandlerSearch;

class HandlerSearchTest {
    private static final String JAVA = """
            package shop;

            public class Orders {
                private final Orders other = new Orders();

                public String handle(String event) {
                    return other.handle(event);
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aJavaMethodIsFoundInTheFileOfItsClass() throws Exception {
        file("src/main/java/shop/Orders.java", JAVA);

        assertFound("src/main/java/shop/Orders.java:6", "shop.Orders::handle");
        assertFound("src/main/java/shop/Orders.java:6", "shop.Orders.handle"); // Python Smyth's form
    }

    @Test
    void aMethodThatIsInheritedIsShownAtItsClass() throws Exception {
        file("shop/Orders.java", JAVA);

        assertFound("shop/Orders.java:3", "shop.Orders");
    }

    @Test
    void aClassOfAnotherPackageIsNotMeant() throws Exception {
        file("src/Orders.java", JAVA);

        assertEquals(Optional.empty(), new HandlerSearch(folder, List.of()).find("Orders::handle"));
    }

    @Test
    void aNestedClassIsFoundInTheFileOfTheOuterOne() throws Exception {
        file("Outer.java", "class Outer {\n    static class Inner {\n        void handle() {\n        }\n    }\n}\n");

        assertFound("Outer.java:3", "Outer$Inner::handle");
    }

    @Test
    void aClassInAModuleOfTheProjectIsFound() throws Exception {
        file("orders/src/main/java/shop/Orders.java", JAVA);

        assertFound("orders/src/main/java/shop/Orders.java:6", "shop.Orders::handle");
    }

    @Test
    void theConfiguredSourceComesFirst() throws Exception {
        file("src/shop/Orders.java", JAVA);
        file("other/shop/Orders.java", JAVA);

        var found = new HandlerSearch(folder, List.of(folder.resolve("other"))).find("shop.Orders::handle");

        assertEquals(folder.resolve("other/shop/Orders.java"), found.orElseThrow().file());
    }

    @Test
    void aPythonFunctionIsFoundInItsModule() throws Exception {
        file("my_app/handlers.py",
                "import json\n\n\nasync def other(): ...\n\n\ndef order_handler(event, context):\n    return {}\n");

        assertFound("my_app/handlers.py:7", "my_app.handlers.order_handler");
        assertEquals(Optional.empty(), new HandlerSearch(folder, List.of()).find("my_app.other.order_handler"));
    }

    @Test
    void aNodeExportIsFoundInAllItsForms() throws Exception {
        for (var line : List.of("export const handler = async (event) => {", "export async function handler(event) {",
                "exports.handler = async () => {", "module.exports.handler = 1",
                "module.exports = { other, handler };")) {
            file("src/index.mjs", "// first\n" + line + "\n");
            assertFound("src/index.mjs:2", "src/index.handler");
        }
        file("typed.ts", "export const handler = async (event: object) => event;\n");
        assertFound("typed.ts:1", "typed.handler");
    }

    private void assertFound(String expected, String handlerPath) {
        var found = new HandlerSearch(folder, List.of()).find(handlerPath).orElseThrow();
        assertEquals(expected, folder.relativize(found.file()).toString().replace('\\', '/') + ":" + found.line());
    }

    private void file(String name, String text) throws Exception {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
