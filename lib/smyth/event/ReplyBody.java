package smyth.event;

import java.io.InputStream;

/// A reply's body: whole, or as it comes.
public sealed interface ReplyBody {
    record Bytes(byte[] bytes) implements ReplyBody {}

    /// @param in blocks until more comes; ends with an IOException when the function fails midway. Its reader closes it
    record Stream(InputStream in) implements ReplyBody {}
}
