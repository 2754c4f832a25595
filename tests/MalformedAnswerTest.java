import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smyth.journal.Entry.EnvironmentStarted;

/// Answers of a worker that break the Runtime API's rules: the caller gets an answer, the execution environment ends,
/// and the function lives on.
class MalformedAnswerTest {
    private static final String TOML = """
            [handlers.f]
            handler_path = "any"
            runtime = "provided"
            command = ["python3", "%s"]
            url_path = "/f"
            timeout = 20
            """;

    @ParameterizedTest
    @ValueSource(strings = {"trailer-not-base64", "negative-length", "length-no-number", "huge-length",
            "negative-chunk", "huge-chunk", "chunk-no-number", "no-http", "thousand-headers", "long-header"})
    void malformedAnswerIsAnsweredAndTheFunctionLivesOn(String how) throws Exception {
        try (var project = project()) {
            for (int i = 0; i < 20; i++) assertEquals("\"fine\"", project.invoke("f", "\"fine\"").body());

            var broken = project.invoke("f", '"' + how + '"');

            assertEquals(200, broken.statusCode());
            assertEquals("Unhandled", broken.headers().firstValue("X-Amz-Function-Error").orElse(broken.body()));
            assertTrue(!broken.body().contains("timed out"), broken.body());
            for (int i = 0; i < 3; i++) assertEquals("\"again\"", project.invoke("f", "\"again\"").body());
        }
    }

    @Test
    void malformedAnswerEndsItsExecutionEnvironment() throws Exception {
        try (var project = project()) {
            assertEquals("1", project.invoke("f", "1").body());
            long first = project.await(EnvironmentStarted.class, _ -> true).pid();

            project.invoke("f", "\"negative-length\"");

            TestProject.await("the worker is gone", () -> ProcessHandle.of(first).isEmpty());
        }
    }

    private static TestProject project() throws Exception {
        return TestProject.of(TOML.formatted("malformed.py"))
                .file("malformed.py", Files.readString(Path.of("tests/fixtures/clients/malformed.py"))).start();
    }
}
