import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.CacheFolder;
import smyth.classpath.JavaBuilder;

class JavaBuilderTest extends BuilderRig {
    @Test
    @Tag("slow")
    void jbangFileWithDependenciesCompilesAndGivesAClassPath() throws Exception {
        write("Hello.java", """
                ///usr/bin/env jbang "$0" "$@" ; exit $?
                //JAVA 17+
                //DEPS com.amazonaws:aws-lambda-java-core:1.4.0
                //DEPS com.amazonaws:aws-lambda-java-events:3.16.1

                import com.amazonaws.services.lambda.runtime.Context;
                import com.amazonaws.services.lambda.runtime.RequestHandler;
                import com.amazonaws.services.lambda.runtime.events.SQSEvent;

                public class Hello implements RequestHandler<SQSEvent, String> {
                    public String handleRequest(SQSEvent event, Context context) {
                        return "hello";
                    }
                }
                """);

        var built = built(function("Hello"));

        assertTrue(Files.exists(built.classpath().getFirst().resolve("Hello.class")));
        assertEquals(
                List.of("aws-lambda-java-core-1.4.0.jar", "aws-lambda-java-events-3.16.1.jar", "joda-time-2.10.8.jar"),
                built.classpath().stream().skip(1).map(jar -> jar.getFileName().toString()).toList());
        assertEquals(Set.of(folder.resolve("Hello.java")), built.watched());

        endCompilers();
        var again = built(function("Hello"));

        assertEquals(List.of(), compilers(), "it was compiled again");
        assertEquals(built.classpath(), again.classpath());
    }

    @Test
    void compileErrorShowsFileLineColumnSourceAndCaret() throws Exception {
        write("Hello.java", """
                //JAVA 17
                public class Hello {
                    public String handle(String name) {
                \t\tFoo foo = null;
                        return name;
                    }
                }
                """);

        var failed = failed(function("Hello::handle"));

        assertEquals("""
                Hello.java:4:3: error: cannot find symbol
                \t\tFoo foo = null;
                \t\t^
                  symbol:   class Foo
                  location: class Hello""", failed.message());
        assertEquals(4, failed.diagnostics().getFirst().line());
        assertEquals(Optional.of(folder.resolve("Hello.java")), failed.diagnostics().getFirst().file());
    }

    @Test
    @Tag("slow")
    void laterRunNeitherResolvesNorCompiles() throws Exception {
        write("Hello.java",
                "//DEPS com.amazonaws:aws-lambda-java-core:1.4.0\npublic class Hello { public String handle(String "
                        + "name) { return name; } }");
        var first = built(function("Hello::handle"));
        var loaded = cacheDir.resolve("loaded.txt");

        var later = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded, "-cp", System.getProperty("java.class.path"),
                LaterRun.class.getName(), folder.toString(), cacheDir.toString()).redirectErrorStream(true).start();
        var said = new String(later.getInputStream().readAllBytes()).strip();

        assertEquals(first.classpath() + " children=0", said);
        var classes = Files.readString(loaded);
        assertTrue(classes.contains("smyth.classpath.JavaBuilder"));
        assertFalse(classes.contains("eu.maveniverse"));
        assertFalse(classes.contains("org.eclipse.aether"));
        assertFalse(classes.contains("javax.tools"));
    }

    static final class LaterRun {
        public static void main(String[] args) throws Exception {
            var cache = CacheFolder.of(Map.of("SMYTH_CACHE_DIR", args[1]), System.getProperties());
            try (var builder = new JavaBuilder(cache, System.out::println)) {
                var built = (Built) builder.project(Path.of(args[0]), function("Hello::handle")).build(17);
                System.out.println(built.classpath() + " children="
                        + ProcessHandle.current().children().count());
            }
        }
    }

    @Test
    @Tag("slow")
    void missingDependencyIsNamedWithItsLine() throws Exception {
        write("Hello.java", "\n//DEPS com.amazonaws:aws-lambda-java-core:99.9.9\nclass Hello {}");

        var failed = failed(function("Hello::handle"));

        assertEquals(
                "Hello.java:2: error: com.amazonaws:aws-lambda-java-core:99.9.9 was not found in central "
                        + "(https://repo.maven.apache.org/maven2/); "
                        + "check group, artifact and version, or name its repository with //REPOS",
                failed.message());
    }

    @Test
    @Tag("slow")
    void unreachableRepositorySaysSo() throws Exception {
        write("Hello.java", "//REPOS here=http://127.0.0.1:9/maven\n//DEPS nowhere:nothing:1\nclass Hello {}");

        var failed = failed(function("Hello::handle"));

        assertEquals(
                "Hello.java:2: error: nowhere:nothing:1 could not be fetched: here (http://127.0.0.1:9/maven) "
                        + "cannot be reached. Once fetched, it is there without network too",
                failed.message());
    }

    @Test
    @Tag("slow")
    void bomClassifierAndTypeAreUnderstood() throws Exception {
        write("Hello.java", """
                //REPOS central
                //DEPS org.junit:junit-bom:5.14.1@pom
                //DEPS org.opentest4j:opentest4j:1.3.0, org.junit.platform:junit-platform-commons
                //DEPS com.amazonaws:aws-lambda-java-core:1.4.0:sources@jar
                public class Hello {}
                """);

        var jars = built(function("Hello")).classpath().stream().skip(1).map(jar -> jar.getFileName().toString())
                .toList();

        assertTrue(jars.contains("junit-platform-commons-1.14.1.jar"), jars.toString());
        assertTrue(jars.contains("aws-lambda-java-core-1.4.0-sources.jar"), jars.toString());
        assertFalse(jars.stream().anyMatch(jar -> jar.contains("bom")), jars.toString());
    }

    @Test
    void directivesOfSeveralFilesCountTogether() throws Exception {
        write("Hello.java", """
                //SOURCES lib/Names.java more/*.java
                //FILES config/app.properties=settings.txt
                //FILES templates/**
                //RUNTIME_OPTIONS -Xmx99m "-Dgreeting=good day" // a comment
                public class Hello { String s = lib.Names.NAME + more.One.class + more.Two.class; }
                """);
        write("lib/Names.java",
                "//SOURCES ../Other.java\n//JAVA_OPTIONS -Dmissing=${env.SMYTH_TEST_IS_NOT_SET:none}\npackage "
                        + "lib;\npublic class Names { public static final String NAME = \"\"; Object o; }");
        write("Other.java", "class Other {}");
        write("more/One.java", "package more; public class One {}");
        write("more/Two.java", "package more; public class Two {}");
        write("settings.txt", "a=1");
        write("templates/mail/hello.txt", "hi");

        var built = built(function("Hello"));

        assertEquals(List.of("-Xmx99m", "-Dgreeting=good day", "-Dmissing=none"), built.runtimeOptions());
        var classes = built.classpath().get(0);
        for (var name : List.of("Hello", "Other", "lib/Names", "more/One", "more/Two"))
            assertTrue(Files.exists(classes.resolve(name + ".class")), name);
        var files = built.classpath().get(1);
        assertEquals("a=1", Files.readString(files.resolve("config/app.properties")));
        assertEquals("hi", Files.readString(files.resolve("mail/hello.txt")));
        assertEquals(
                Set.of("Hello.java", "lib/Names.java", "Other.java", "more", "more/One.java", "more/Two.java",
                        "settings.txt", "templates", "templates/mail/hello.txt"),
                built.watched().stream().map(path -> folder.relativize(path).toString().replace('\\', '/'))
                        .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void everyWrongDirectiveIsReportedAtItsLine() throws Exception {
        write("Hello.java", """
                //SOURCES Missing.java
                //DEPS not-a-coordinate
                //JAVA seventeen
                //REPOS nexus
                //FILES https://example.com/x.txt
                //DEPS a:b:${env.SMYTH_TEST_IS_NOT_SET}
                class Hello {}
                """);

        var failed = failed(function("Hello"));

        assertEquals("""
                Hello.java:1: error: Missing.java does not exist
                //SOURCES Missing.java
                Hello.java:2: error: not-a-coordinate is not a Maven coordinate (group:artifact:version) or a local jar
                //DEPS not-a-coordinate
                Hello.java:3: error: write a version like 21 or 21+ instead of seventeen
                //JAVA seventeen
                Hello.java:4: error: nexus is neither a repository's URL nor one of central, central-portal-snapshots, google, jbossorg, jcenter, jitpack, mavencentral, redhat, sponge
                //REPOS nexus
                Hello.java:5: error: https://example.com/x.txt is not a local file; Smyth reads files from disk only
                //FILES https://example.com/x.txt
                Hello.java:6: error: ${env.SMYTH_TEST_IS_NOT_SET} has no value; write a default: ${env.SMYTH_TEST_IS_NOT_SET:default}
                //DEPS a:b:${env.SMYTH_TEST_IS_NOT_SET}""", failed.message());
        assertTrue(failed.watched().contains(folder.resolve("Missing.java")));
    }

    @Test
    void olderHandlerJdkThanTheFileAsksForIsExplained() throws Exception {
        write("Hello.java", "//JAVA 21+\nclass Hello {}");

        assertEquals(
                "JBang file Hello.java asks for Java 21, and the handler runs on Java 17; set runtime = \"java21\" "
                        + "and install that JDK",
                failed(function("Hello")).message());
        assertEquals(21, builder.project(folder, function("Hello")).release().getAsInt());
    }

    @Test
    void classesFitTheHandlersJdk() throws Exception {
        write("Hello.java", "//JAVA 11\nclass Hello {}");
        write("Other.java", "//JAVA 11+\nclass Other {}");

        assertEquals(55, classVersion(built(function("Hello")), "Hello"));
        assertEquals(61, classVersion(built(function("Other")), "Other"));
    }

    private static int classVersion(Built built, String name) throws IOException {
        var bytes = Files.readAllBytes(built.classpath().getFirst().resolve(name + ".class"));
        return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    }

    @Test
    void wrongCompilerOptionIsReported() throws Exception {
        write("Hello.java", "//COMPILE_OPTIONS --nonsense\nclass Hello {}");

        assertEquals("JBang file Hello.java could not be compiled: error: invalid flag: --nonsense",
                failed(function("Hello")).message());
    }

    @Test
    void plainFolderIsCompiledWithTheJarsOfLib() throws Exception {
        write("src/shop/Orders.java",
                "package shop; public class Orders { public String handle(String name) { return name; } }");
        write("src/shop/messages.properties", "a=b");
        Files.createDirectories(folder.resolve("lib"));
        Files.copy(
                Path.of(org.junit.jupiter.api.Test.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                folder.resolve("lib/b.jar"));

        var built = built(function("shop.Orders::handle"));

        assertTrue(Files.exists(built.classpath().getFirst().resolve("shop/Orders.class")));
        assertEquals(List.of(folder.resolve("src"), folder.resolve("lib/b.jar")), built.classpath().subList(1, 3));
        assertEquals(Set.of(folder.resolve("src"), folder.resolve("lib")), built.watched());
        assertEquals("Java files in src", builder.project(folder, function("shop.Orders")).description());
    }

    @Test
    void explicitClassPathIsTakenAsItIs() throws Exception {
        write("classes/shop/Orders.class", "");
        write("jars/b.jar", "");
        write("jars/a.jar", "");

        endCompilers();
        var built = built(function("shop.Orders", List.of(), List.of("classes", "jars/*.jar"), Optional.empty()));

        assertEquals(List.of(folder.resolve("classes"), folder.resolve("jars/a.jar"), folder.resolve("jars/b.jar")),
                built.classpath());
        assertEquals(List.of(), compilers(), "there was nothing to compile");
        assertEquals("classpath: nowhere/*.jar matches nothing in " + folder,
                failed(function("shop.Orders", List.of(), List.of("nowhere/*.jar"), Optional.empty())).message());
    }

    @Test
    void eachContentHasItsOwnFolderThatStays() throws Exception {
        write("Hello.java", "//JAVA 17\nclass Hello { int one; }");
        var first = built(function("Hello"));
        write("Hello.java", "//JAVA 17\nclass Hello { int two; }");

        var second = built(function("Hello"));

        assertNotEquals(first.classpath(), second.classpath());
        assertTrue(Files.exists(first.classpath().getFirst().resolve("Hello.class")));
        write("Hello.java", "//JAVA 17\nclass Hello { int one; }");
        assertEquals(first.classpath(), built(function("Hello")).classpath());
    }

    @Test
    void killedCompilerIsReplaced() throws Exception {
        write("Hello.java", "//JAVA 17\nclass Hello { int one; }");
        built(function("Hello"));
        var killed = compilers().getFirst();
        killed.destroyForcibly();
        killed.onExit().join();
        write("Hello.java", "//JAVA 17\nclass Hello { int two; }");

        assertTrue(Files.exists(built(function("Hello")).classpath().getFirst().resolve("Hello.class")));
        assertNotEquals(killed.pid(), compilers().getFirst().pid());
    }

    @Test
    void closingEndsTheCompiler() throws Exception {
        write("Hello.java", "//JAVA 17\nclass Hello { int one; }");
        var before = compilers();
        try (var builder = new JavaBuilder(
                CacheFolder.of(Map.of("SMYTH_CACHE_DIR", cacheDir.toString()), System.getProperties()),
                progress::add)) {
            builder.project(folder, function("Hello")).build(17);
        }

        assertEquals(before, compilers());
    }

    @Test
    @Tag("slow")
    void annotationProcessorsMayPrintAndFail() throws Exception {
        processor("""
                System.out.println("hello from the processor");
                if (round.getRootElements().toString().contains("Unlucky")) throw new IllegalStateException("no luck");
                if (round.getRootElements().toString().contains("Exits")) System.exit(7);
                """);
        write("src/Good.java", "public class Good {}");
        var function = function("Good", List.of(folder.resolve("src")), List.of("processor"), Optional.empty());

        assertTrue(Files.exists(built(function).classpath().getFirst().resolve("Good.class")));
        TestProject.await("the processor's output", () -> progress.contains("hello from the processor"));

        write("src/Good.java", "public class Good {} class Unlucky {}");
        assertTrue(failed(function).message().startsWith(
                "class path processor could not be compiled: the compiler, or an annotation processor in it, "
                        + "failed:\njava.lang.IllegalStateException: no luck\n\tat Noisy.process"));

        write("src/Good.java", "public class Good {} class Exits {}");
        assertTrue(failed(function).message().startsWith(
                "class path processor could not be compiled: the compiler's JVM ended with code 7; an annotation "
                        + "processor may have ended it"));

        write("src/Good.java", "public class Good {} class Fine {}");
        assertTrue(Files.exists(built(function).classpath().getFirst().resolve("Fine.class")));
    }

    /// Compiles an annotation processor that does this in each round into the folder `processor`.
    private void processor(String body) throws Exception {
        write("noisy/Noisy.java", """
                import java.util.Set;
                import javax.annotation.processing.*;
                import javax.lang.model.element.TypeElement;
                @SupportedAnnotationTypes("*")
                public class Noisy extends AbstractProcessor {
                    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
                        %s
                        return false;
                    }
                }
                """.formatted(body));
        var compiled = built(function("Noisy", List.of(folder.resolve("noisy")), List.of(), Optional.empty()))
                .classpath().getFirst();
        write("processor/META-INF/services/javax.annotation.processing.Processor", "Noisy");
        Files.copy(compiled.resolve("Noisy.class"), folder.resolve("processor/Noisy.class"));
    }

    @Test
    @Tag("slow")
    void interruptEndsTheWaitAndTheNextBuildWorks() throws Exception {
        processor(
                "if (round.getRootElements().toString().contains(\"Slow\")) try { System.out.println(\"slow now\"); "
                        + "Thread.sleep(60_000); } catch (InterruptedException e) {}");
        write("src/Good.java", "class Slow {}");
        var project = builder.project(folder,
                function("Good", List.of(folder.resolve("src")), List.of("processor"), Optional.empty()));
        var ended = new java.util.concurrent.CompletableFuture<String>();
        var building = Thread.ofVirtual().start(() -> {
            try {
                ended.complete(project.build(17).toString());
            } catch (InterruptedException e) {
                ended.complete("interrupted");
            }
        });
        while (!progress.contains("slow now")) Thread.sleep(5);

        building.interrupt();

        assertEquals("interrupted", ended.get(5, java.util.concurrent.TimeUnit.SECONDS));
        write("src/Good.java", "class Good {}");
        var built = (Built) project.build(17);
        assertTrue(Files.exists(built.classpath().getFirst().resolve("Good.class")));
        try (var left = Files.walk(cacheDir)) {
            assertEquals(List.of(), left.filter(path -> path.getFileName().toString().startsWith("draft")).toList());
        }
    }
}
