import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.ConfigException;
import smyth.project.ConfigReader;
import smyth.project.HandlerSource;

class HandlerSourceTest {
    @TempDir
    Path folder;

    @Test
    void aJavaClassThatImplementsAHandlerInterfaceIsNamedAlone() throws Exception {
        assertJava("shop.Orders",
                "package shop;\n\npublic class Orders implements RequestHandler<Map<String, Object>, String> {\n  "
                        + "public String handleRequest(Map<String, Object> e, Context c) { return \"{\"; }\n}");
        assertJava("Orders",
                "final class Orders extends Base implements Cloneable, "
                        + "com.amazonaws.services.lambda.runtime.RequestStreamHandler {}");
        assertJava("Orders", "record Orders(String name) implements RequestHandler<String, String> {}");
        assertJava("Orders",
                "///usr/bin/env jbang \"$0\" \"$@\" ; exit $?\n//JAVA 21\n@SuppressWarnings({\"a\", \"b\"})\npublic "
                        + "class Orders implements RequestHandler<String, String> {}");
    }

    @Test
    void aJavaClassWithHandleRequestIsNamedWithItsMethod() throws Exception {
        assertJava("Orders::handleRequest",
                "public class Orders { private int x; public Map<String, List<String>> handleRequest(Map<String, "
                        + "Object> event) { return null; } public void other() {} }");
        assertJava("Orders::handleRequest", "class Orders { public static byte[] handleRequest() { return null; } }");
    }

    @Test
    void thePublicClassWinsOverTheFirst() throws Exception {
        assertJava("Second",
                "class First implements RequestHandler<String, String> {}\npublic class Second implements "
                        + "RequestHandler<String, String> {}");
        assertJava("First",
                "class First implements RequestHandler<String, String> {}\nclass Second implements "
                        + "RequestHandler<String, String> {}");
        assertJava("Second",
                "abstract class First implements RequestHandler<String, String> {}\nclass Second implements "
                        + "RequestHandler<String, String> {}");
        assertJava("Second",
                "interface First { class Inner implements RequestHandler<String, String> {} }\nclass Second "
                        + "implements RequestHandler<String, String> {}");
    }

    @Test
    void commentsAndTextAreNoCode() throws Exception {
        assertNone("// class Orders implements RequestHandler<A, B> {}\nclass Other {}");
        assertNone(
                "/* class Orders implements RequestHandler<A, B> {} */\nclass Other { String text = \"class X "
                        + "implements RequestHandler {\"; }");
        assertNone(
                "class Other { String text = \"\"\"\n  class X implements RequestHandler {\n  \"\"\"; char c = '{'; }");
        assertNone("interface Orders extends RequestHandler<A, B> {}");
        assertNone("class Orders { String handleRequest(String event) { return event; } }");
    }

    @Test
    void inAFileThatIsNamedOnePublicMethodOrABaseClassWillDo() throws Exception {
        assertNamed("Hello::hello", "Hello.java",
                "public class Hello { public Hello() {} public String hello(String event) { return helper(event); } "
                        + "private String helper(String x) { return x; } }");
        assertNamed("Hello", "Hello.java", "class Hello extends BaseHandler {}");
        Files.delete(folder.resolve("Hello.java"));
        var two = Files.writeString(folder.resolve("Two.java"),
                "public class Two { public void a() {} public void b() {} }");
        assertThrows(ConfigException.class, () -> ConfigReader.read(two));
    }

    @Test
    void pythonFunctionsWithEventAndContextAreHandlers() throws Exception {
        assertFound(List.of("app.handler"), "app.py", "import json\n\ndef handler(a, b):\n    pass\n");
        assertFound(List.of("shop.orders.create", "shop.orders.cancel"), "shop/orders.py",
                "def create(event: dict, context):\n    pass\n\ndef helper(x, y):\n    pass\n\ndef cancel(event, "
                        + "_context=None):\n    def inner(event, context): pass\n");
        assertFound(List.of(), "async_app.py", "async def handler(event, context):\n    pass\n");
        assertFound(List.of(), "test_app.py", "def handler(event, context):\n    pass\n");
    }

    @Test
    void nodeExportsNamedHandlerAreHandlers() throws Exception {
        assertFound(List.of("index.handler"), "index.mjs", "export const handler = async (event) => event;\n");
        assertFound(List.of("index.handler"), "index.js", "exports.handler = async (event) => event;\n");
        assertFound(List.of("src/index.handler"), "src/index.mjs", "export async function handler(event) {}\n");
        assertFound(List.of("index.handler"), "index.cjs", "const a = 1;\nmodule.exports = { other, handler: a };\n");
        assertFound(List.of("index.lambdaHandler"), "index.mjs",
                "function lambdaHandler() {}\nexport { lambdaHandler };\n");
        assertFound(List.of(), "index.mjs", "// export const handler\nexport const other = 1;\n");
        assertFound(List.of(), "node_modules/x/index.js", "exports.handler = 1;\n");
    }

    // --- infra ---

    private void assertJava(String expected, String source) throws Exception {
        assertFound(List.of(expected), "Orders.java", source);
    }

    private void assertNone(String source) throws Exception {
        assertFound(List.of(), "Orders.java", source);
    }

    private void assertNamed(String expected, String name, String source) throws Exception {
        var file = Files.writeString(folder.resolve(name), source);
        assertEquals(List.of(), HandlerSource.under(folder));
        assertEquals(expected, ConfigReader.read(file).functions().getFirst().code().handler());
    }

    private void assertFound(List<String> expected, String name, String source) throws Exception {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        assertEquals(expected, HandlerSource.under(folder).stream().map(HandlerSource::handlerPath).toList());
        Files.delete(file);
    }
}
