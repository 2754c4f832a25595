package worker.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;

/// What a RequestStreamHandler writes to where its answer streams: every write goes out at once, as a chunk of AWS's
/// streaming protocol; single bytes with what follows them, or at a flush.
///
/// The first write decides on the content type: a JSON object that 8 NUL bytes follow is status, headers and cookies
/// (`{"statusCode":…,"headers":{…},"cookies":[…]}`), as in Node's `HttpResponseStream.from`. Nothing is sent before
/// it, so a handler that fails without having written is reported as ever.
final class ResponseStream extends OutputStream {
    private static final String PLAIN = "application/octet-stream";
    private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
    private static final int SMALL = 8 << 10;
    private static final int NULS = 8;

    private final Connection connection;
    private final String head;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean begun;
    private boolean ended;
    private Gone gone;

    /// @param head of the request to the Runtime API, up to its content type
    ResponseStream(Connection connection, String head) {
        this.connection = connection;
        this.head = head;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        checkOpen();
        pending.write(b);
        if (pending.size() >= SMALL) send(true);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        pending.write(bytes, offset, length);
        send(false);
    }

    @Override
    public synchronized void flush() throws IOException {
        checkOpen();
        send(true);
    }

    /// The answer ends when the handler returns; until then it may still fail.
    @Override
    public synchronized void close() throws IOException {
        if (!ended) send(true);
    }

    private void checkOpen() throws IOException {
        if (ended) throw new IOException("the invocation that this stream answers has ended");
        if (gone != null) throw gone;
        if (begun && connection.hasInput())
            throw new IOException("the answer is not wanted any more: the client has gone, or it is too large");
    }

    /// @param now whether a prelude without its NUL bytes is not waited for
    private void send(boolean now) throws IOException {
        if (pending.size() == 0) return;
        byte[] bytes = pending.toByteArray();
        if (!begun && !now && isBarePrelude(bytes)) return;
        pending.reset();
        try {
            begin(bytes);
            connection.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
            connection.write(bytes);
            connection.write("\r\n".getBytes(UTF_8));
            connection.flush();
        } catch (IOException e) {
            gone = new Gone(String.valueOf(e.getMessage()));
            throw gone;
        }
    }

    private void begin(byte[] first) throws IOException {
        if (begun) return;
        begun = true;
        connection.write((head + "Content-Type: " + (hasPrelude(first) ? WITH_PRELUDE : PLAIN) + "\r\n\r\n")
                .getBytes(UTF_8));
    }

    private static boolean hasPrelude(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != '{') return false;
        for (int i = 0, zeros = 0; i < bytes.length; i++) {
            zeros = bytes[i] == 0 ? zeros + 1 : 0;
            if (zeros == NULS) return true;
        }
        return false;
    }

    /// A JSON object to its last brace, which the NUL bytes of the next write may follow.
    private static boolean isBarePrelude(byte[] bytes) {
        return bytes[0] == '{' && (bytes[bytes.length - 1] == '}' || bytes[bytes.length - 1] == 0) && !hasPrelude(bytes)
                && bytes.length < SMALL;
    }

    /// Whether the Runtime API cannot be reached any more.
    synchronized boolean isGone() {
        return gone != null;
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    /// Ends the answer. What the handler's threads write later is refused.
    synchronized void end() throws Gone {
        end("0\r\n\r\n");
    }

    /// Ends an answer that has begun with an error.
    synchronized void fail(String type, byte[] json) throws Gone {
        end("0\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\nLambda-Runtime-Function-Error-Body: "
                + Base64.getEncoder().encodeToString(json) + "\r\n\r\n");
    }

    private void end(String last) throws Gone {
        try {
            if (gone != null) throw gone;
            send(true);
            begin(new byte[0]);
            connection.write(last.getBytes(UTF_8)); // leaves with the wish for the next event
        } catch (IOException e) {
            throw e instanceof Gone ? (Gone) e : new Gone(String.valueOf(e.getMessage()));
        } finally {
            ended = true;
        }
    }
}
