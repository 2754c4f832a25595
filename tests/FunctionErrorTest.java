import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import smyth.event.FunctionError;
import smyth.invocation.Outcome;

class FunctionErrorTest {
    @Test
    void answersAreNoErrors() {
        assertEquals(Optional.empty(), FunctionError.of(new Outcome.Returned(new byte[0]), "id"));
        assertEquals(Optional.empty(),
                FunctionError.of(new Outcome.Streamed("text/plain", InputStream.nullInputStream()), "id"));
    }

    @Test
    void functionsOwnErrorIsKeptToTheByte() {
        var error = error(new Outcome.Failed(
                "{ \"errorMessage\":null,\"cause\":{\"stackTrace\":[\"inner\"]}, \"stackTrace\":[\"a\",1,\"b\"] }"
                        .getBytes(UTF_8),
                "Runtime.Unknown"));

        assertEquals("{ \"errorMessage\":null,\"cause\":{\"stackTrace\":[\"inner\"]}, \"stackTrace\":[\"a\",1,\"b\"] }",
                payload(error));
        assertEquals("Runtime.Unknown", error.errorType());
        assertEquals("", error.errorMessage());
        assertEquals(List.of("a", "b"), error.stackTrace());
    }

    @Test
    void timeoutHasTwoDecimalsOfTheConfiguredLimit() {
        assertEquals(
                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: id Error: Task timed out after "
                        + "900.00 seconds\"}",
                payload(error(new Outcome.TimedOut(Duration.ofSeconds(900)))));
    }

    @Test
    void exitIsWordedByItsReason() {
        assertEquals(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: id Error: Runtime exited with "
                        + "error: signal: killed\"}",
                payload(error(new Outcome.Exited("signal: killed"))));
        assertEquals(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: id Error: Runtime exited "
                        + "without providing a reason\"}",
                payload(error(new Outcome.Exited(""))));
    }

    @Test
    void tooLargeNamesTheLimit() {
        assertEquals(
                "{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556 "
                        + "bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}",
                payload(error(new Outcome.TooLarge(6_291_556))));
    }

    @Test
    void rejectionSaysWhatSmythSays() {
        assertEquals("{\"errorType\":\"Smyth.Stopping\",\"errorMessage\":\"Smyth stops\\n\\\"now\\\"\"}",
                payload(error(new Outcome.Rejected("Smyth.Stopping", "Smyth stops\n\"now\""))));
    }

    private static FunctionError error(Outcome outcome) {
        return FunctionError.of(outcome, "id").orElseThrow();
    }

    private static String payload(FunctionError error) {
        return new String(error.payload(), UTF_8);
    }
}
