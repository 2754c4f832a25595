import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Files that change when folders come and go.
class WatchTest {
    @Test
    void sourceFolderThatIsReplacedIsWatchedOn() throws Exception {
        try (var project = project()) {
            assertEquals("one", answer(project));
            var src = project.folder.resolve("src");
            Files.move(src, project.folder.resolve("before"));
            project.file("src/deep/answer", "two");
            TestProject.await("the other folder's file", answers(project, "two"));

            project.file("src/deep/answer", "three");

            TestProject.await("a change in the other folder", answers(project, "three"));
        }
    }

    @Test
    void projectThatGoesAndComesBackIsWatchedOn() throws Exception {
        try (var project = project()) {
            assertEquals("one", answer(project));
            var away = project.folder.resolveSibling(project.folder.getFileName() + "-away");
            Files.move(project.folder, away);
            try {
                copy(away, project.folder);
                project.file("src/deep/answer", "two");
                TestProject.await("what came back", answers(project, "two"));

                project.file("src/deep/answer", "three");

                TestProject.await("a change in what came back", answers(project, "three"));
                project.file("smyth.toml", Files.readString(project.folder.resolve("smyth.toml"))
                        .replace("SUFFIX = \"\"", "SUFFIX = \"!\""));
                TestProject.await("a change of the configuration", answers(project, "three!"));
            } finally {
                delete(away);
            }
        }
    }

    private static TestProject project() throws Exception {
        return TestProject.of("""
                [handlers.shell]
                handler_path = "any"
                runtime = "provided.al2023"
                command = ["sh", "bootstrap"]
                source = "src"
                env = { SUFFIX = "" }
                """).file("src/deep/answer", "one")
                .file("bootstrap", ProcessEndTest.BOOTSTRAP.formatted("answer=$(cat src/deep/answer)$SUFFIX",
                        ProcessEndTest.ANSWER))
                .start();
    }

    private static String answer(TestProject project) throws IOException, InterruptedException {
        return project.invoke("shell", "{}").body();
    }

    private static BooleanSupplier answers(TestProject project, String expected) {
        return () -> {
            try {
                return answer(project).equals(expected);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) Files.copy(file, to.resolve(from.relativize(file)));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
