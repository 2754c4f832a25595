package smyth.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as web servers log them, day/Mon/year:time zone.
///
/// The second that was formatted last is kept: many requests come in one. Made for the benchmark WarmInvoke; formatting
/// each time would be right, and slower.
final class LogTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Formatted(long second, String text) {}

    private static volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

    private LogTime() {}

    static String of(Instant time) {
        var present = last;
        if (present.second() != time.getEpochSecond())
            last = present = new Formatted(time.getEpochSecond(), FORMAT.format(time));
        return present.text();
    }
}
