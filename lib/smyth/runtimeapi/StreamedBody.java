package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import smyth.invocation.BrokenStream;
import smyth.invocation.Limits;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.TooLarge;

/// A worker's streamed answer, read from its connection by the thread that passes it on: a slow client slows the
/// worker, and nothing gathers in between.
///
/// Not for use by several threads.
final class StreamedBody extends InputStream {
    /// The connection that it comes by.
    interface Origin {
        /// It has come to its end.
        void streamEnded();

        /// It cannot be read any further.
        ///
        /// @return what its reader gets
        IOException streamBroke(Throwable why);

        /// Answers before the worker has ended its stream, and reads what it had sent by then. Blocks, with a limit.
        ///
        /// @throws IOException when it goes on all the same; the connection is closed then
        void refuseRest(Body body, int status, String type, String message) throws IOException;
    }

    private final Body body;
    private final Origin origin;
    private long left = Limits.STREAMED_RESPONSE;
    private boolean over;

    StreamedBody(Body body, Origin origin) {
        this.body = body;
        this.origin = origin;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /// @throws BrokenStream when the function fails in the middle of it, or breaks the protocol
    /// @throws IOException  when the worker is gone
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (over) return -1;
        if (length == 0) return 0;
        int count;
        try {
            count = body.read(into, offset, length);
        } catch (IOException | RuntimeException | Error e) {
            over = true;
            throw origin.streamBroke(e);
        }
        if (count < 0) {
            over = true;
            var failure = failure();
            origin.streamEnded();
            if (failure != null) throw new BrokenStream(failure);
            return -1;
        }
        left -= count;
        if (left >= 0) return count;
        over = true;
        origin.refuseRest(body, 413, "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size (" + Limits.STREAMED_RESPONSE + " bytes).");
        throw new BrokenStream(new TooLarge(Limits.STREAMED_RESPONSE));
    }

    /// A stream that broke off names its error in trailers, the error's JSON in base64.
    private Failed failure() {
        var type = body.trailers().get("lambda-runtime-function-error-type");
        if (type == null) return null;
        var error = body.trailers().getOrDefault("lambda-runtime-function-error-body", "");
        return new Failed(decoded(error), Calls.errorType(type, "Function.Unknown"));
    }

    /// What is not base64 is taken as it is: the error in it is worth more than its form.
    private static byte[] decoded(String error) {
        try {
            return Base64.getMimeDecoder().decode(error);
        } catch (IllegalArgumentException _) {
            return error.getBytes(UTF_8);
        }
    }

    @Override
    public int available() {
        return over ? 0 : body.available();
    }

    /// Tells a worker that is still writing that the rest is not needed. Blocks until it has stopped, with a limit.
    ///
    /// @throws IOException when it did not stop, and its connection is closed
    @Override
    public void close() throws IOException {
        if (over) return;
        over = true;
        origin.refuseRest(body, 410, "ClientGone", "the client that this answer was for has gone");
    }
}
