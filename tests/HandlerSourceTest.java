import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void whatLooksLikeCodeInCommentsAndStringsIsNone() throws Exception {
        assertNone("/** {@code class Orders implements RequestHandler<A, B> {} } */\nclass Other { /* } */ }");
        assertNone("class Other { String a = \"\\\" class X implements RequestHandler<A, B> {}\"; }");
        assertNone("class Other { char quote = '\"'; String b = \"public String handleRequest(String e) {\"; }");
        assertNone(
                "class Other { String c = \"\"\"\n  \\\"\"\" class X implements RequestHandler<A, B> {}\n  \"\"\"; }");
        assertJava("Orders",
                "class Orders /* extends Base */ implements // why\n  Cloneable, /* and */ RequestHandler<A, B> { }");
    }

    @Test
    void supertypesAreReadThroughGenericsAndAnnotations() throws Exception {
        assertJava("Orders",
                "public class Orders<T extends Map<String, List<? super T>>> extends Base<Map<T, int[]>> "
                        + "implements @Checked Comparable<Orders<T>>, a.b.@Checked RequestHandler<Map<T, ?>, T[]> {}");
        assertJava("Orders::handleRequest",
                "class Orders { public <T extends Comparable<? super T>> Map<T, List<T[]>> handleRequest(T event) "
                        + "{ return null; } }");
        assertNone("class Orders implements Comparable<RequestHandler<String, String>> {}");
        assertNone("class Orders extends NoRequestHandler implements RequestHandlerFactory {}");
    }

    @Test
    void aNestedClassIsAHandlerWhereNoOtherClassIs() throws Exception {
        assertJava("shop.Orders$Create",
                "package shop;\nclass Orders { static class Create implements RequestHandler<A, B> {} }");
        assertJava("Orders$Inner$Deep::handleRequest",
                "class Orders { interface Inner { class Deep { public A handleRequest(B event) { return null; } } } }");
        assertJava("Orders$Point", "class Orders { record Point(int x) implements RequestHandler<A, B> {} }");
        assertFound(List.of("Orders$Create", "Orders$Cancel"), "Orders.java",
                "class Orders { static class Create implements RequestHandler<A, B> {}\n"
                        + "static class Cancel implements RequestHandler<A, B> {} }");
        assertNone("class Orders { class Inner implements RequestHandler<A, B> {} }");
        assertNone("class Orders { private static class Hidden implements RequestHandler<A, B> {} }");
        assertNone("class Orders { void test() { class Local implements RequestHandler<A, B> {} } }");
        assertNone(
                "class Orders { Object o = new RequestHandler<A, B>() { "
                        + "public B handleRequest(A a) { return null; } }; }");
    }

    @Test
    void whatCannotBeMadeIsNoHandler() throws Exception {
        assertNone("enum Orders implements RequestHandler<A, B> { ONE }");
        assertJava("Orders::handleRequest", "enum Orders { ONE; public static A handleRequest(B b) { return null; } }");
        assertNone("abstract class Orders { public abstract A handleRequest(B event); }");
        assertNone("@interface Orders { String handleRequest(); }");
    }

    @Test
    void namesMayBeOfAnyScript() throws Exception {
        assertJava("größe.Aufträge", "package größe;\nclass Aufträge implements RequestHandler<Ä, Ö> {}");
        assertJava("\u6ce8\u6587::handleRequest",
                "class \u6ce8\u6587 { public A handleRequest(B \u00fc) { return null; } }");
        assertJava("Orders", "class Orders implements \\u0052equestHandler<A, B> \\u007b }");
    }

    @Test
    void aFileThatIsBeingTypedGivesWhatCanBeReadOfIt() throws Exception {
        assertJava("Orders",
                "public class Orders implements RequestHandler<A, B> {\n  public B handleRequest(A a) { retu");
        assertNone("public class implements RequestHandler<A, B> {");
    }

    @Test
    void theLineOfAHandlerIsThatOfItsMethodOrElseOfItsClass() throws Exception {
        assertLine(5, "Orders.java",
                "import x.Y;\n\n@Y\nclass Orders implements RequestHandler<A, B> {\n"
                        + "  public B handleRequest(A a) {}\n}");
        assertLine(4, "Orders.java", "/** Docs. */\n@Y(\n  1)\npublic class Orders extends Base implements "
                + "RequestHandler<A, B> {}");
        assertLine(4, "Orders.java",
                "class Orders {\n  @Override\n  @Y(2)\n  public B handleRequest(A a) { return null; }\n}");
        assertLine(3, "app.py", "import json\n\ndef handler(event, context):\n    pass\n");
        assertLine(2, "index.mjs", "\nexport const handler = async () => 1;\n");
        assertLine(4, "index.js", "const a = 1;\nmodule.exports = {\n  other,\n  handler: a };\n");
    }

    @Test
    void manySourcesAreSearchedFast() throws Exception {
        for (int i = 0; i < 5_000; i++) Files.writeString(Files.createDirectories(folder.resolve("p" + i / 100))
                .resolve("C" + i + ".java"), "package p;\nclass C" + i + " { void run() { int x = " + i + "; } }\n");
        Files.writeString(folder.resolve("p7/Orders.java"), "class Orders implements RequestHandler<A, B> {}");
        HandlerSource.under(folder.resolve("p7"));
        long begun = System.nanoTime();

        var found = HandlerSource.under(folder);

        assertEquals(List.of("Orders"), found.stream().map(HandlerSource::handlerPath).toList());
        long took = (System.nanoTime() - begun) / 1_000_000;
        assertTrue(took < 3_000, "5,000 files took " + took + " ms");
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

    private void assertLine(int expected, String name, String source) throws Exception {
        var file = Files.writeString(folder.resolve(name), source);
        assertEquals(List.of(expected), HandlerSource.under(folder).stream().map(HandlerSource::line).toList());
        Files.delete(file);
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
