package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/// HTTP/1.1 as it comes from a worker: request heads, and bodies by Content-Length or in chunks with trailers. Reads
/// block.
final class Wire {
    private static final int MAX_HEAD = 2 << 20; // the X-Ray cause travels in a header and may be almost 1 MiB
    private static final int BUFFER = 16 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    Wire(InputStream in) {
        this.in = in;
    }

    /// Whether something has come that was not read yet, as far as is known without asking the system.
    boolean hasMore() {
        return position < limit;
    }

    /// The next request's head; null when the client is gone.
    Head head() throws IOException {
        var line = line();
        while (line != null && line.isEmpty()) line = line(); // tolerated between requests, RFC 9112 2.2
        if (line == null) return null;
        var parts = line.split(" ");
        if (parts.length != 3) throw new IOException("no HTTP request: " + line);
        return new Head(parts[0], parts[1], headers());
    }

    /// Reads the whole body and keeps at most `limit` bytes of it.
    Body body(Head head, int limit) throws IOException {
        if (head.header("transfer-encoding").toLowerCase().contains("chunked")) return chunks(limit);
        var length = head.header("content-length");
        if (length.isEmpty()) return new Body(new byte[0], false, Map.of());
        long size = Long.parseLong(length.strip());
        if (size > limit) {
            skip(size);
            return new Body(new byte[0], true, Map.of());
        }
        return new Body(bytes((int) size), false, Map.of());
    }

    private Body chunks(int limit) throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean tooLarge = false;
        while (true) {
            var line = required(line());
            int size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
            if (size < 0) throw new IOException("not a chunk size: " + line);
            if (size == 0) return new Body(bytes.toByteArray(), tooLarge, headers());
            tooLarge |= (long) bytes.size() + size > limit;
            if (tooLarge) skip(size);
            else bytes.write(bytes(size));
            required(line());
        }
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = required(line()); !line.isEmpty(); line = required(line())) {
            int colon = line.indexOf(':');
            if (colon > 0) headers.put(line.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String required(String line) throws IOException {
        if (line == null) throw new EOFException("the worker closed its connection in the middle of a request");
        return line;
    }

    /// A line without its end; null at the end of the stream.
    private String line() throws IOException {
        StringBuilder longer = null;
        while (true) {
            for (int i = position; i < limit; i++) {
                if (buffer[i] != '\n') continue;
                int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
                var rest = new String(buffer, position, end - position, ISO_8859_1);
                position = i + 1;
                if (longer == null) return rest;
                var whole = longer.append(rest);
                if (rest.isEmpty() && !whole.isEmpty() && whole.charAt(whole.length() - 1) == '\r')
                    whole.setLength(whole.length() - 1);
                return whole.toString();
            }
            if (position < limit) {
                if (longer == null) longer = new StringBuilder();
                longer.append(new String(buffer, position, limit - position, ISO_8859_1));
                if (longer.length() > MAX_HEAD)
                    throw new IOException("a header line of more than " + MAX_HEAD + " bytes");
            }
            if (!fill()) return null;
        }
    }

    private byte[] bytes(int size) throws IOException {
        var bytes = new byte[size];
        int done = Math.min(size, limit - position);
        System.arraycopy(buffer, position, bytes, 0, done);
        position += done;
        if (in.readNBytes(bytes, done, size - done) < size - done)
            throw new EOFException("the worker closed its connection in the middle of a body");
        return bytes;
    }

    private void skip(long size) throws IOException {
        long left = size;
        while (left > 0) {
            if (position == limit && !fill())
                throw new EOFException("the worker closed its connection in the middle of a body");
            int part = (int) Math.min(left, limit - position);
            position += part;
            left -= part;
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException _) {
            // It is closed either way.
        }
    }
}
