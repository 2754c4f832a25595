package smyth.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// `%XX` in paths and queries.
public final class PercentEncoding {
    private PercentEncoding() {}

    /// What is meant, as UTF-8; `+` stays, a `%` without two digits stays, bytes that are not UTF-8 become replacement
    /// characters.
    public static String decoded(String encoded) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            int octet = octet(encoded, i);
            char c = encoded.charAt(i);
            if (octet >= 0) {
                bytes.write(octet);
                i += 2;
            } else if (c <= 0xFF) bytes.write(c);
            else bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
        }
        return bytes.toString(UTF_8);
    }

    /// The octet that `%XX` at this place means, or -1.
    static int octet(String encoded, int at) {
        if (at + 3 > encoded.length() || encoded.charAt(at) != '%') return -1;
        int high = Character.digit(encoded.charAt(at + 1), 16);
        int low = Character.digit(encoded.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
