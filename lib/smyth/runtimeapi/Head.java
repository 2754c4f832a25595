package smyth.runtimeapi;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The request line and the headers of a request.
///
/// @param headers names in lower case; of repeated ones the last
record Head(String method, String path, Map<String, String> headers) {
    /// Of all header lines together: the X-Ray cause travels in one and may have almost 1 MiB.
    private static final int MOST_BYTES = (1 << 20) + (128 << 10);
    private static final int MOST_HEADERS = 100;

    /// The next request's; null when the client is gone.
    ///
    /// @throws ProtocolException when it is not HTTP, or has more than a worker has a use for
    static Head read(Wire wire) throws IOException {
        var line = wire.line(MOST_BYTES);
        while (line != null && line.isEmpty()) line = wire.line(MOST_BYTES); // tolerated, RFC 9112 2.2
        if (line == null) return null;
        var parts = line.split(" ");
        if (parts.length != 3) throw new ProtocolException("not an HTTP request: " + shortened(line));
        return new Head(parts[0], parts[1], headers(wire));
    }

    /// Header lines up to the empty one; the trailers of a chunked body as well.
    static Map<String, String> headers(Wire wire) throws IOException {
        var headers = new HashMap<String, String>();
        int left = MOST_BYTES;
        int lines = 0;
        for (var line = wire.requiredLine(left); !line.isEmpty(); line = wire.requiredLine(left)) {
            left -= line.length();
            if (left < 0) throw new ProtocolException("a head has more than " + MOST_BYTES + " bytes");
            if (++lines > MOST_HEADERS) throw new ProtocolException("a request has more than 100 headers");
            int colon = line.indexOf(':');
            if (colon > 0) headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    static String shortened(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
