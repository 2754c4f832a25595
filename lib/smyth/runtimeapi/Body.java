package smyth.runtimeapi;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import java.util.Optional;

/// A request's body on its way in, by Content-Length or in chunks with trailers. Reads block.
final class Body {
    /// What announces more than this breaks the protocol; less is read and thrown away where it is too large.
    private static final long MOST_ANNOUNCED = 1 << 30;
    private static final int MOST_CHUNK_HEAD = 4 << 10;

    private final Wire wire;
    private final boolean chunked;
    private long left; // of the body, or of the present chunk
    private boolean inChunks;
    private boolean ended;
    private Map<String, String> trailers = Map.of();

    private Body(Wire wire, boolean chunked, long length) {
        this.wire = wire;
        this.chunked = chunked;
        this.left = length;
        this.ended = !chunked && length == 0;
    }

    /// @throws ProtocolException when its length is not a length
    static Body of(Head head, Wire wire) throws ProtocolException {
        if (head.header("transfer-encoding").toLowerCase().contains("chunked")) return new Body(wire, true, 0);
        var length = head.header("content-length");
        return new Body(wire, false, length.isEmpty() ? 0 : size(length, 10, "Content-Length"));
    }

    /// All of it; empty when it has more bytes than `most`, after the rest was read and thrown away.
    Optional<byte[]> whole(int most) throws IOException {
        if (chunked) return chunks(most);
        if (left > most) {
            discard();
            return Optional.empty();
        }
        var bytes = wire.bytes((int) left);
        ended = true;
        return Optional.of(bytes);
    }

    void discard() throws IOException {
        while (!ended && (left > 0 || nextChunk())) {
            wire.skip(left);
            left = 0;
            ended = !chunked;
        }
    }

    private Optional<byte[]> chunks(int most) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (nextChunk()) {
            if (bytes.size() + left > most) {
                discard();
                return Optional.empty();
            }
            bytes.write(wire.bytes((int) left));
            left = 0;
        }
        return Optional.of(bytes.toByteArray());
    }

    /// The next piece as it arrives: at least one byte; -1 at the end, when the [#trailers] are known.
    int read(byte[] into, int offset, int length) throws IOException {
        if (ended || left == 0 && !nextChunk()) return -1;
        int count = wire.read(into, offset, (int) Math.min(length, left));
        if (count < 0) throw new EOFException("the worker closed its connection in the middle of its answer");
        left -= count;
        if (left == 0 && !chunked) ended = true;
        return count;
    }

    /// How much can be read without waiting.
    int available() {
        return (int) Math.min(left, wire.buffered());
    }

    boolean isEnded() {
        return ended;
    }

    /// What came after a chunked body, names in lower case.
    Map<String, String> trailers() {
        return trailers;
    }

    /// Whether there is another chunk; after the last one reads the trailers.
    private boolean nextChunk() throws IOException {
        if (ended || !chunked) return false;
        if (inChunks && !wire.requiredLine(MOST_CHUNK_HEAD).isEmpty())
            throw new ProtocolException("a chunk is longer than it says");
        inChunks = true;
        left = size(wire.requiredLine(MOST_CHUNK_HEAD).split(";", 2)[0], 16, "chunk size");
        if (left > 0) return true;
        trailers = Head.headers(wire);
        ended = true;
        return false;
    }

    private static long size(String text, int radix, String what) throws ProtocolException {
        var digits = text.strip();
        try {
            long size = Character.digit(digits.isEmpty() ? ' ' : digits.charAt(0), radix) < 0 ? -1
                    : Long.parseLong(digits, radix);
            if (size >= 0 && size <= MOST_ANNOUNCED) return size;
        } catch (NumberFormatException _) {
            // said below
        }
        throw new ProtocolException("not a " + what + ": " + Head.shortened(digits));
    }
}
