package smyth.runtimeapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import smyth.invocation.Outcome;

/// The client at the other end of one connection, to be answered.
interface Caller {
    /// One answer, in as few segments as there is sense in.
    void send(byte[] head, byte[] body) throws IOException;

    /// The same for a worker that may have gone.
    void write(byte[] head, byte[] body);

    /// Says that an answer or an error was taken; at once, or with the next event if that is asked for already.
    void accepted();

    /// A body that others read, after which the connection goes on by itself.
    InputStream stream(Body body);

    /// Whether this thread may, and has to, [#readUntil] the answer to what it delivers is there.
    boolean borrow();

    /// Delivers an invocation and reads its answer, or the beginning of a streamed one. Whatever happens, the reading
    /// is given back.
    void readUntil(CompletableFuture<Outcome> answer, Runnable deliver);

    /// Has its own thread read again, unless another one does.
    void readAgain();

    void close();
}
