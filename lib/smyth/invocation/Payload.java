package smyth.invocation;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Bytes of a known number, read into memory that grows with what arrives: an announcement alone allocates little.
public final class Payload {
    /// Allocated at once: most payloads are read into their place without a copy.
    private static final int AT_ONCE = 64 << 10;
    /// Growing by more copies less; growing by less allocates closer to what has arrived.
    private static final int GROWTH = 4;

    private Payload() {}

    /// Where the bytes come from: at least one at a time, -1 at the end, as [InputStream#read].
    @FunctionalInterface
    public interface Source {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    /// Blocks until all of it has arrived.
    ///
    /// @throws EOFException when the source ends before
    public static byte[] read(Source in, int length) throws IOException {
        return read(in, new byte[first(length)], 0, length);
    }

    /// The same, of which the first bytes are there already.
    ///
    /// @param first of the length that [#first] says
    public static byte[] read(Source in, byte[] first, int there, int length) throws IOException {
        var bytes = first;
        int filled = there;
        while (true) {
            while (filled < bytes.length) {
                int count = in.read(bytes, filled, bytes.length - filled);
                if (count < 0) throw new EOFException("the connection was closed in the middle of a body");
                filled += count;
            }
            if (filled == length) return bytes;
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, (long) bytes.length * GROWTH));
        }
    }

    /// How large the array for the first bytes of a payload may be.
    public static int first(int length) {
        return Math.min(length, AT_ONCE);
    }
}
