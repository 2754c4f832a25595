package worker.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One TCP connection that speaks as much HTTP/1.1 as the Runtime API needs. Reads have no time limit: `next` may
/// wait for hours.
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    /// What is smaller goes out in one write together with what follows it.
    private static final int SMALL = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream outgoing = new ByteArrayOutputStream(4 << 10);
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;

    Connection(String host, int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Adds to what the next [#flush] sends.
    void write(byte[] bytes) throws IOException {
        if (outgoing.size() + bytes.length > SMALL) flush();
        if (bytes.length > SMALL) out.write(bytes);
        else outgoing.write(bytes, 0, bytes.length);
    }

    /// Likewise, without a copy of what is large.
    void write(ByteArrayOutputStream bytes) throws IOException {
        if (outgoing.size() + bytes.size() > SMALL) flush();
        bytes.writeTo(bytes.size() > SMALL ? out : outgoing);
    }

    void flush() throws IOException {
        outgoing.writeTo(out);
        outgoing.reset();
    }

    /// Whether [#receive] would find something to read.
    boolean hasInput() {
        try {
            return position < limit || in.available() > 0;
        } catch (IOException e) {
            return true; // receive() tells
        }
    }

    /// The next answer; null if the other side closed the connection instead.
    Answer receive() throws IOException {
        String line = line();
        if (line == null) return null;
        if (!line.startsWith("HTTP/1.1 ") || line.length() < 12)
            throw new IOException("it answered no HTTP/1.1: " + line);
        int status = Integer.parseInt(line.substring(9, 12));
        Map<String, String> headers = new HashMap<>();
        for (line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0)
                headers.put(line.substring(0, colon).trim().toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        String length = headers.get("content-length");
        if (line == null || length == null) throw new EOFException("its answer ended early or has no Content-Length");
        return new Answer(status, headers, body(Integer.parseInt(length)));
    }

    private byte[] body(int length) throws IOException {
        byte[] body = new byte[length];
        int buffered = Math.min(length, limit - position);
        System.arraycopy(buffer, position, body, 0, buffered);
        position += buffered;
        if (in.readNBytes(body, buffered, length - buffered) < length - buffered)
            throw new EOFException("its answer ended early");
        return body;
    }

    /// A line without its end; null at the end of the stream.
    private String line() throws IOException {
        ByteArrayOutputStream longer = null;
        while (true) {
            for (int i = position; i < limit; i++) {
                if (buffer[i] != '\n') continue;
                byte[] bytes = buffer;
                int from = position;
                int to = i;
                position = i + 1;
                if (longer != null) {
                    longer.write(buffer, from, to - from);
                    bytes = longer.toByteArray();
                    from = 0;
                    to = bytes.length;
                }
                if (to > from && bytes[to - 1] == '\r') to--;
                return new String(bytes, from, to - from, UTF_8);
            }
            if (limit > position) {
                if (longer == null) longer = new ByteArrayOutputStream();
                longer.write(buffer, position, limit - position);
            }
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            if (limit == 0) return null;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
