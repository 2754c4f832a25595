package smyth.invocation;

import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// The value of `X-Amzn-Trace-Id`: `Root=1-<seconds>-<96 bits>`, then perhaps `;Parent=…;Sampled=…`.
public final class TraceId {
    private static final int DIGITS = 24;

    private TraceId() {}

    /// A new one, as API Gateway makes it.
    public static String random() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return root(Instant.now()) + hex.toHexDigits(random.nextInt()) + hex.toHexDigits(random.nextLong());
    }

    /// Always the same for the same request.
    public static String of(Instant received, String requestId) {
        var id = new StringBuilder(root(received));
        int end = id.length() + DIGITS;
        for (int i = 0; i < requestId.length() && id.length() < end; i++)
            if (HexFormat.isHexDigit(requestId.charAt(i))) id.append(requestId.charAt(i));
        while (id.length() < end) id.append('0');
        return id.toString();
    }

    private static String root(Instant time) {
        return "Root=1-" + HexFormat.of().toHexDigits((int) time.getEpochSecond()) + '-';
    }

    /// The part `Root=…`, which all invocations of one trace have in common; the whole header if it has no such part.
    public static String rootOf(String traceId) {
        for (var part : traceId.split(";")) if (part.strip().startsWith("Root=")) return part.strip();
        return traceId;
    }
}
