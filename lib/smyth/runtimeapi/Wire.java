package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import smyth.invocation.Payload;

/// What comes from a worker, as lines and bytes. Reads block.
final class Wire {
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

    /// Whether a whole request without a body has come, which can be read without waiting for the worker.
    boolean hasWholeGet() {
        if (position == limit || buffer[position] != 'G') return false;
        for (int i = position, line = 0; i < limit; i++) {
            if (buffer[i] == '\n' && line == 0) return true;
            line = buffer[i] == '\n' ? 0 : buffer[i] == '\r' ? line : line + 1;
        }
        return false;
    }

    int buffered() {
        return limit - position;
    }

    /// A line without its end; null at the end of the stream.
    ///
    /// @throws ProtocolException when it has more bytes than `most`
    String line(int most) throws IOException {
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
                if (longer.length() > most) throw new ProtocolException("a head has more than " + most + " bytes");
            }
            if (!fill()) return null;
        }
    }

    /// The same in the middle of a request, where the stream may not end.
    String requiredLine(int most) throws IOException {
        var line = line(most);
        if (line == null) throw new EOFException("the worker closed its connection in the middle of a request");
        return line;
    }

    byte[] bytes(int size) throws IOException {
        var bytes = new byte[Payload.first(size)];
        int there = Math.min(bytes.length, limit - position);
        System.arraycopy(buffer, position, bytes, 0, there);
        position += there;
        if (there == size) return bytes;
        return Payload.read(this::read, bytes, there, size);
    }

    /// At least one byte, at most `length`; -1 at the end of the stream. Large pieces are not copied.
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= BUFFER) return in.read(into, offset, length);
            if (!fill()) return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    void skip(long size) throws IOException {
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
        limit = 0; // also when the read fails
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
