package smyth.pool;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/// Names as CloudWatch has them: a stream for each execution environment.
final class LogStream {
    private LogStream() {}

    /// `2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef`
    static String name() {
        return LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd")) + "/[$LATEST]"
                + UUID.randomUUID().toString().replace("-", "");
    }
}
