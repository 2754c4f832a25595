import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.WorkerLine;

/// The worker in reserve loads the classes of jars that the function used, and it makes no difference but time.
@Tag("slow")
class LoadAheadTest {
    private static final String LIBRARY = """
            package dep;

            public class Dep {
                static {
                    System.out.println("dep.Dep initialized");
                }

                public static String value() {
                    return "%s";
                }
            }
            """;
    private static final String HANDLER = """
            import dep.Dep;
            import java.util.Map;

            public class Api {
                public Map<String, Object> handle(Map<String, Object> event) throws Exception {
                    if (event.containsKey("fail")) Class.forName("dep.Missing");
                    return Map.of("version", %d, "dep", Dep.value(), "loader", Dep.class.getClassLoader() == Api.class.getClassLoader(),
                            "package", Api.class.getPackage().getName() + Dep.class.getPackage().getName());
                }
            }
            """;

    @TempDir
    Path scratch;

    @Test
    void classesOfJarsAreLoadedAheadAndNothingElseIsDifferent() throws Exception {
        try (var project = TestProject.of(
                "[handlers.f]\nhandler_path = \"Api::handle\"\njvm_options = [\"-Xlog:class+load:stdout:pid\"]\n")) {
            project.file("src/Api.java", HANDLER.formatted(1));
            library(project, "jar 1");
            project.start();
            assertEquals(answer(1, "jar 1"), said(project));
            var failure = failure(project);

            // The first worker in reserve boots with the first change; each later one is there before.
            project.file("src/Api.java", HANDLER.formatted(2));
            Thread.sleep(50); // the promise on Linux
            assertEquals(answer(2, "jar 1"), said(project));

            long reserve = awaitLoadedAhead(project);
            assertFalse(project.all(WorkerLine.class).stream()
                    .anyMatch(line -> line.environment().endsWith(":reserve") && line.text().contains("initialized")));
            project.file("src/Api.java", HANDLER.formatted(3));
            Thread.sleep(50);
            assertEquals(answer(3, "jar 1"), said(project));
            assertEquals(reserve, project.all(EnvironmentStarted.class).getLast().pid());
            assertEquals(failure, failure(project));

            // A class of the project's own comes before one in a jar, whatever was loaded ahead.
            awaitLoadedAhead(project);
            project.file("src/dep/Dep.java", LIBRARY.formatted("own"));
            Thread.sleep(50);
            assertEquals(answer(3, "own"), said(project));
            Files.delete(project.folder.resolve("src/dep/Dep.java"));
            Thread.sleep(50);
            assertEquals(answer(3, "jar 1"), said(project));

            // A jar that was replaced is not the one that was opened.
            awaitLoadedAhead(project);
            library(project, "jar 2");
            Thread.sleep(50);
            assertEquals(answer(3, "jar 2"), said(project));
        }
    }

    /// @return the pid of the worker in reserve
    private static long awaitLoadedAhead(TestProject project) throws InterruptedException {
        TestProject.await("a worker in reserve that has loaded dep.Dep", () -> reserve(project).isPresent());
        return reserve(project).getAsLong();
    }

    private static OptionalLong reserve(TestProject project) {
        var started = project.all(EnvironmentStarted.class).stream().map(EnvironmentStarted::pid).toList();
        return project.all(WorkerLine.class).stream()
                .filter(line -> line.environment().endsWith(":reserve") && line.text().contains(" dep.Dep source: "))
                .mapToLong(line -> Long.parseLong(line.text().replaceAll("^\\[(\\d+)\\].*", "$1")))
                .filter(pid -> !started.contains(pid)).findFirst();
    }

    private static String answer(int version, String dep) {
        return version + " " + dep + " true dep";
    }

    private static String said(TestProject project) throws Exception {
        var json = project.invoke("f", "{}").body();
        return json.replaceAll(".*\"version\":(\\d+).*", "$1") + json.replaceAll(".*\"dep\":\"([^\"]*)\".*", " $1")
                + json.replaceAll(".*\"loader\":(\\w+).*", " $1")
                + json.replaceAll(".*\"package\":\"(\\w*)\".*", " $1");
    }

    private static String failure(TestProject project) throws Exception {
        return project.invoke("f", "{\"fail\":1}").body();
    }

    /// `lib/dep.jar`, put in its place at once.
    private void library(TestProject project, String value) throws IOException {
        var source = scratch.resolve("dep/Dep.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, LIBRARY.formatted(value));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", "-d",
                scratch.toString(), source.toString()));
        var draft = scratch.resolve("draft.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(draft))) {
            jar.putNextEntry(new JarEntry("dep/Dep.class"));
            jar.write(Files.readAllBytes(scratch.resolve("dep/Dep.class")));
        }
        Files.createDirectories(project.folder.resolve("lib"));
        Files.move(draft, project.folder.resolve("lib/dep.jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
