package smyth.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import smyth.route.PercentEncoding;

/// Bytes that may be UTF-8, as they come in headers, URLs and bodies.
final class Utf8 {
    private Utf8() {}

    /// Characters that are bytes read as UTF-8, where they are UTF-8.
    static String text(String bytes) {
        boolean ascii = true;
        for (int i = 0; i < bytes.length() && ascii; i++) ascii = bytes.charAt(i) < 0x80;
        if (ascii) return bytes;
        var raw = bytes.getBytes(ISO_8859_1);
        return isValid(raw) ? new String(raw, UTF_8) : bytes;
    }

    static boolean isValid(byte[] bytes) {
        var from = ByteBuffer.wrap(bytes);
        int ascii = 0;
        while (ascii + 8 <= bytes.length && (from.getLong(ascii) & 0x8080808080808080L) == 0) ascii += 8;
        from.position(ascii);
        var decoder = UTF_8.newDecoder();
        var thrownAway = CharBuffer.allocate(Math.min(bytes.length - ascii, 4096) + 1);
        while (true) {
            var result = decoder.decode(from, thrownAway, true);
            if (result.isError()) return false;
            if (result.isUnderflow()) return true;
            thrownAway.clear();
        }
    }

    /// Percent-decoded; `+` stays, a `%` without two digits stays, bytes that are not UTF-8 become replacement
    /// characters.
    static String decoded(String encoded) {
        return encoded.indexOf('%') < 0 ? text(encoded) : PercentEncoding.decoded(encoded);
    }

    static Map<String, String> decoded(Map<String, String> encoded) {
        var values = new LinkedHashMap<String, String>();
        encoded.forEach((name, value) -> values.put(name, decoded(value)));
        return values;
    }
}
