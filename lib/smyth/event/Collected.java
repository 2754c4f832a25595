package smyth.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import smyth.invocation.BrokenStream;
import smyth.invocation.JsonText;
import smyth.invocation.Limits;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TooLarge;

/// A streamed outcome in one piece, for callers that do not stream.
public final class Collected {
    private Collected() {}

    /// Any outcome but a streamed one is returned as it is. Blocks until the function has ended its answer.
    public static Outcome of(Outcome outcome) {
        return outcome instanceof Streamed(_, var stream) ? read(stream) : outcome;
    }

    private static Outcome read(InputStream stream) {
        try (stream) {
            var bytes = stream.readNBytes(Limits.RESPONSE + 1);
            if (bytes.length <= Limits.RESPONSE) return new Returned(bytes);
            stream.transferTo(OutputStream.nullOutputStream()); // the function may end it as it likes
            return new TooLarge(Limits.RESPONSE);
        } catch (BrokenStream e) {
            return e.outcome();
        } catch (IOException e) {
            return new Failed(JsonText.error("Runtime.TruncatedResponse", String.valueOf(e.getMessage())),
                    "Runtime.TruncatedResponse");
        }
    }
}
