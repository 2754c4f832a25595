package smyth.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a function may have sent as a header.
final class SendableHeader {
    /// The server writes these itself.
    private static final Set<String> SERVERS = Set.of("content-length", "transfer-encoding", "connection", "date");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private SendableHeader() {}

    static boolean isServers(String name) {
        return SERVERS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The character that no header may have, if the value has one.
    static Optional<String> problem(String value) {
        var stripped = value.strip();
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            if (c >= ' ' && c != 0x7F || c == '\t') continue;
            return Optional.of(c == '\n' || c == '\r' ? "a line break"
                    : "the control character U+%04X".formatted((int) c));
        }
        return Optional.empty();
    }

    /// The value with one character for each byte of its UTF-8, as the server sends it.
    static String value(String value) {
        return new String(value.strip().getBytes(UTF_8), ISO_8859_1);
    }
}
