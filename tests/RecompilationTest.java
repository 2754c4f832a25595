import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.classpath.BuildResult;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.BuildResult.Failed;
import smyth.classpath.CacheFolder;
import smyth.classpath.JavaBuilder;

/// Every result of a partial compilation is compared with the result of a whole one.
@Tag("slow")
class RecompilationTest {
    private static final String ORDERS = """
            package shop;
            import java.util.List;
            public class Orders {
                public static final int LIMIT = 10;
                private int secret = 1;
                public int count(List<String> names) { return names.size(); }
                static class Nested { int value() { return 1; } }
            }
            class Helper { static String help() { return "helped"; } }
            """;

    @TempDir
    Path folder;

    @TempDir
    Path cacheDir;

    private JavaBuilder builder;

    @BeforeEach
    void open() throws IOException {
        builder = new JavaBuilder(
                CacheFolder.of(Map.of("SMYTH_CACHE_DIR", cacheDir.toString()), System.getProperties()), line -> {});
        for (int i = 0; i < 45; i++)
            write("User" + i + ".java", "package shop; class User" + i
                    + " { int n = new Orders().count(java.util.List.of()) + Orders.LIMIT + new "
                    + "Orders.Nested().value(); String s = Helper.help(); }");
        write("Orders.java", ORDERS);
    }

    @AfterEach
    void close() {
        builder.close();
    }

    @Test
    void changesInsideMethodsCompileOneFile() throws Exception {
        built();

        assertPartial(ORDERS.replace("names.size()", "names.size() + 1"));
        assertPartial(ORDERS.replace("names.size()",
                "(int) names.stream().filter(name -> !name.isEmpty()).map(name -> java.util.Map.entry(name, "
                        + "1)).count()"));
        assertPartial(ORDERS.replace("names.size()", "secret").replace("\"helped\"", "\"helped more\""));
        assertPartial(ORDERS);
    }

    @Test
    void changesThatOthersSeeCompileAll() throws Exception {
        built();

        assertWhole(ORDERS.replace("LIMIT = 10", "LIMIT = 11"));
        assertWhole(ORDERS.replace("public int count", "public long count").replace("}\nclass", "int more; }\nclass")
                .replace("public long count", "public short count").replace("return names.size()", "return 1"));
        assertWhole(ORDERS.replace("static class Nested", "public static class Nested"));
        assertWhole(ORDERS.replace("public int count", "@Deprecated public int count"));
        assertWhole(ORDERS.replace("List<String>", "List<? extends CharSequence>"));
        assertWhole(ORDERS + "class Another {}");
        assertWhole(ORDERS);
    }

    @Test
    void whatOthersStillNeedIsMissed() throws Exception {
        built();

        write("Orders.java", ORDERS.replaceFirst("class Helper.*", ""));

        assertTrue(((Failed) build(folder)).message().startsWith("src/shop/User0.java:1:"));
        write("Orders.java", ORDERS.replace("names.size()", "2"));
        assertSameAsWhole(built());
    }

    @Test
    void newAndDeletedFilesCompileAll() throws Exception {
        var before = built();

        write("New.java", "package shop; class New { User1 user; }");
        assertSameAsWhole(built());
        Files.delete(folder.resolve("src/shop/User1.java"));
        assertTrue(((Failed) build(folder)).message().startsWith("src/shop/New.java:1:"));
        Files.delete(folder.resolve("src/shop/New.java"));
        assertSameAsWhole(built());
        assertTrue(Files.exists(before.classpath().getFirst().resolve("shop/User1.class")));
    }

    /// Unchanged classes are the very files of the build before.
    private void assertPartial(String orders) throws Exception {
        var before = built().classpath().getFirst().resolve("shop/User0.class");
        write("Orders.java", orders + "// " + System.nanoTime());
        var after = built();
        assertTrue(Files.isSameFile(before, after.classpath().getFirst().resolve("shop/User0.class")));
        assertSameAsWhole(after);
    }

    private void assertWhole(String orders) throws Exception {
        var before = built().classpath().getFirst().resolve("shop/User0.class");
        write("Orders.java", orders + "// " + System.nanoTime());
        var after = built();
        assertFalse(Files.isSameFile(before, after.classpath().getFirst().resolve("shop/User0.class")));
        assertSameAsWhole(after);
    }

    /// A copy of the project is another project, which has no build before.
    private void assertSameAsWhole(Built built) throws Exception {
        var copy = Files.createTempDirectory(folder, "copy");
        Files.createDirectories(copy.resolve("src/shop"));
        try (var sources = Files.newDirectoryStream(folder.resolve("src/shop"))) {
            for (var source : sources) Files.copy(source, copy.resolve("src/shop").resolve(source.getFileName()));
        }
        assertEquals(contents(((Built) build(copy)).classpath().getFirst()), contents(built.classpath().getFirst()));
    }

    private static Map<String, String> contents(Path classes) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                contents.put(classes.relativize(file).toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
        return contents;
    }

    private Built built() throws InterruptedException {
        return switch (build(folder)) {
            case Built built -> built;
            case Failed failed -> throw new AssertionError(failed.message());
        };
    }

    private BuildResult build(Path folder) throws InterruptedException {
        return builder.project(folder, BuilderRig.function("shop.Orders::count")).build(17);
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve("src/shop").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
