import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.Note;
import smyth.journal.Entry.RevisionFailed;
import smyth.journal.Entry.RevisionReady;

/// What is saved is what the next request runs.
@Tag("slow")
class ReloadTest {
    /// Every test waits so long after a save before it asks: the promise on Linux.
    private static final long PROMISE_MILLIS = 50;

    @Test
    void savedFileIsLiveWithTheNextRequest() throws Exception {
        try (var project = project(1)) {
            assertEquals("1", project.get("/f").body());
            for (int version = 2; version < 6; version++) {
                save(project, version);
                assertEquals(String.valueOf(version), project.get("/f").body());
            }
            assertEquals("[F.java]",
                    project.await(RevisionReady.class, entry -> entry.revision() == 2).changed().toString());
        }
    }

    @Test
    void compileErrorIsTheAnswerUntilItIsRepaired() throws Exception {
        try (var project = project(1)) {
            project.get("/f");
            project.file("src/F.java",
                    "public class F {\n    public String handle() {\n        return nothing;\n    }\n}\n");
            Thread.sleep(PROMISE_MILLIS);

            var json = project.get("/f");
            assertEquals(500, json.statusCode());
            assertTrue(json.body().contains(
                    "\"errorType\":\"Smyth.CompileError\",\"errorMessage\":\"src/F.java:3:16: error: cannot find "
                            + "symbol\\n        return nothing;\\n               ^"),
                    json.body());
            var page = project.get("/f", "Accept", "text/html,*/*");
            assertEquals(500, page.statusCode());
            assertEquals("text/html; charset=utf-8", page.headers().firstValue("content-type").orElseThrow());
            assertTrue(page.body().contains("src/F.java:3:16: error: cannot find symbol"), page.body());
            assertTrue(project.await(RevisionFailed.class, entry -> true).message().startsWith("src/F.java:3:16"));

            save(project, 2);
            assertEquals("2", project.get("/f").body());
        }
    }

    @Test
    void fileThatNoClassIsMadeOfDisturbsNothing() throws Exception {
        try (var project = TestProject.of("""
                [handlers.counts]
                handler_path = "Counts::handle"
                url_path = "/counts"
                """).file("Counts.java",
                "public class Counts {\n    private int count;\n\n    public int handle() {\n        return "
                        + "++count;\n    }\n}\n")
                .start()) {
            assertEquals("1", project.get("/counts").body());
            for (int i = 2; i < 6; i++) {
                project.file("smyth.log", "line " + i + "\n");
                Thread.sleep(PROMISE_MILLIS);
                assertEquals(String.valueOf(i), project.get("/counts").body());
            }
            project.file("Counts.java",
                    "public class Counts {\n    public String handle() {\n        return \"saved\";\n    }\n}\n");
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("saved", project.get("/counts").body());
            assertEquals(2, project.await(RevisionReady.class, entry -> !entry.changed().isEmpty()).revision());
        }
    }

    @Test
    void invocationUnderWayEndsOnTheOldCodeWhileNewOnesRunTheNew() throws Exception {
        try (var project = project(1); var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            project.file("src/F.java", code(1, "Thread.sleep(3000);"));
            Thread.sleep(PROMISE_MILLIS);
            var slow = clients.submit(() -> project.get("/f").body());
            project.await(InvocationStarted.class, entry -> true);
            save(project, 2);

            long begun = System.nanoTime();
            assertEquals("2", project.get("/f").body());
            assertTrue(System.nanoTime() - begun < 2_500_000_000L, "the new code did not wait for the old");
            assertTrue(!slow.isDone());
            assertEquals("1", slow.get());
        }
    }

    @Test
    void saveInOneSourceFolderDoesNotTouchTheOtherFunction() throws Exception {
        try (var project = TestProject.of("""
                [handlers.one]
                handler_path = "One::handle"
                url_path = "/one"
                source = "one"
                [handlers.two]
                handler_path = "Two::handle"
                url_path = "/two"
                source = "two"
                """).file("one/One.java", counting("One")).file("two/Two.java", counting("Two")).start()) {
            assertEquals("1", project.get("/one").body());
            assertEquals("1", project.get("/two").body());
            project.file("one/One.java", counting("One") + "// edited\n");
            Thread.sleep(PROMISE_MILLIS);

            assertEquals("1", project.get("/one").body());
            assertEquals("2", project.get("/two").body());
        }
    }

    @Test
    void deletedRenamedAndNewClassesAreSeen() throws Exception {
        try (var project = project(1)) {
            project.file("src/F.java", "public class F { public String handle() { return new Helper().text(); } }")
                    .file("src/Helper.java", "class Helper { String text() { return \"a\"; } }");
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("a", project.get("/f").body());

            Files.move(project.folder.resolve("src/Helper.java"), project.folder.resolve("src/Other.java"));
            project.file("src/Other.java", "class Other { String text() { return \"b\"; } }");
            Thread.sleep(PROMISE_MILLIS);
            assertTrue(project.get("/f").body().contains("cannot find symbol"));

            project.file("src/F.java", "public class F { public String handle() { return new Other().text(); } }");
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("b", project.get("/f").body());
        }
    }

    @Test
    void changedResourceEnvFileAndSettingAreSeen() throws Exception {
        try (var project = TestProject.of("""
                [handlers.f]
                handler_path = "F::handle"
                url_path = "/f"
                source = "src"
                """).file(".env", "WORD=one\n").file("src/word.txt", "alpha").file("src/F.java", """
                public class F {
                    public String handle() throws Exception {
                        try (var in = F.class.getResourceAsStream("/word.txt")) {
                            return System.getenv("WORD") + " " + new String(in.readAllBytes()) + " " + System.getenv("MORE");
                        }
                    }
                }
                """).start()) {
            assertEquals("one alpha null", project.get("/f").body());
            project.file("src/word.txt", "beta");
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("one beta null", project.get("/f").body());
            project.file(".env", "WORD=two\n");
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("two beta null", project.get("/f").body());
            project.file("smyth.toml",
                    "port = 0\n[env]\nMORE = \"yes\"\n[handlers.f]\nhandler_path = \"F::handle\"\nurl_path = "
                            + "\"/g\"\nsource = \"src\"\n"
                            + "[handlers.h]\nhandler_path = \"F::handle\"\nurl_path = \"/h\"\nsource = \"src\"\n");
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("two beta yes", project.get("/g").body());
            assertEquals("two beta yes", project.get("/h").body());
            assertEquals(404, project.get("/f").statusCode());
        }
    }

    @Test
    void changedDependencyInThePomIsSeen() throws Exception {
        try (var project = TestProject.of("""
                [handlers.f]
                handler_path = "F::handle"
                url_path = "/f"
                """).file("pom.xml", pom("")).file("src/main/java/F.java", """
                public class F {
                    public String handle() {
                        try {
                            return Class.forName("org.slf4j.Logger").getSimpleName();
                        } catch (ClassNotFoundException e) {
                            return "none";
                        }
                    }
                }
                """).start()) {
            assertEquals("none", project.get("/f").body());
            project.file("pom.xml", pom(
                    "<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>"
                            + "1.7.36</version></dependency>"));
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("Logger", project.get("/f").body());
            project.file("pom.xml", pom(""));
            Thread.sleep(PROMISE_MILLIS);
            assertEquals("none", project.get("/f").body());
        }
    }

    @Test
    void wrongConfigurationKeepsTheOldOneAndSaysWhy() throws Exception {
        try (var project = project(1)) {
            assertEquals("1", project.get("/f").body());
            project.file("smyth.toml", "port = 0\n[handlers.f]\nhandler_path = 3\n");
            var note = project.await(Note.class, entry -> entry.text().contains("problem"));
            assertTrue(note.text().contains("handlers.f.handler_path"), note.text());
            assertTrue(note.text().endsWith("the configuration before it stays in force"), note.text());
            assertEquals("1", project.get("/f").body());
        }
    }

    @Test
    void clientThatAsksWithoutPauseGetsNoErrorAndNoOldCode() throws Exception {
        int edits = Integer.parseInt(System.getenv().getOrDefault("SMYTH_EDITS", "60"));
        try (var project = project(0); var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEquals("0", project.get("/f").body());
            var live = new AtomicInteger();
            var stop = new AtomicBoolean();
            var wrong = new ConcurrentLinkedQueue<String>();
            var asked = new AtomicInteger();
            var client = clients.submit(() -> {
                while (!stop.get()) {
                    int atLeast = live.get();
                    var reply = project.get("/f");
                    asked.incrementAndGet();
                    if (reply.statusCode() != 200) wrong.add(reply.statusCode() + " " + reply.body());
                    else if (Integer.parseInt(reply.body()) < atLeast)
                        wrong.add(reply.body() + " where " + atLeast + " was saved");
                }
                return null;
            });
            for (int version = 1; version <= edits; version++) {
                switch (version % 3) {
                    case 0 -> saveByRename(project.folder.resolve("src/F.java"), code(version, ""));
                    case 1 -> Files.writeString(project.folder.resolve("src/F.java"), code(version, ""));
                    default -> {
                        for (int i = 0; i < (version % 20 == 2 ? 300 : 1); i++) project.file("src/p/C" + i + ".java",
                                "package p; class C" + i + " { int v = " + version + "; }");
                        Files.writeString(project.folder.resolve("src/F.java"), code(version, ""));
                    }
                }
                Thread.sleep(PROMISE_MILLIS);
                live.set(version);
                int before = asked.get();
                TestProject.await("two requests were answered", () -> asked.get() >= before + 2 || client.isDone());
            }
            stop.set(true);
            client.get();
            assertTrue(wrong.isEmpty(), wrong.toString());
        }
    }

    @Test
    void newProcessHasTheNewCodeAndTheOldOneIsGone() throws Exception {
        try (var project = project(1)) {
            project.get("/f");
            long old = project.await(EnvironmentStarted.class, entry -> true).pid();
            save(project, 2);
            assertEquals("2", project.get("/f").body());
            TestProject.await("the old worker is gone", () -> ProcessHandle.of(old).isEmpty());
        }
    }

    // --- infra ---

    private static TestProject project(int version) throws Exception {
        return TestProject.of(toml("").substring("port = 0\n".length())).file("src/F.java", code(version, "")).start();
    }

    private static String pom(String dependencies) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>shop</groupId><artifactId>f</artifactId><version>1</version>
                  <properties><maven.compiler.release>17</maven.compiler.release></properties>
                  <dependencies>%s</dependencies>
                </project>
                """.formatted(dependencies);
    }

    private static String toml(String more) {
        return "port = 0\n[handlers.f]\nhandler_path = \"F::handle\"\nurl_path = \"/f\"\nsource = \"src\"\n" + more
                + "\n";
    }

    private static String code(int version, String first) {
        return "public class F {\n    public int handle() throws Exception {\n        " + first + "\n        return "
                + version + ";\n    }\n}\n";
    }

    private static String counting(String name) {
        return "public class " + name
                + " {\n    private int count;\n    public int handle() {\n        return ++count;\n    }\n}\n";
    }

    private static void save(TestProject project, int version) throws Exception {
        project.file("src/F.java", code(version, ""));
        Thread.sleep(PROMISE_MILLIS);
    }

    private static void saveByRename(Path file, String text) throws Exception {
        var draft = file.resolveSibling(".F.java.swp");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
