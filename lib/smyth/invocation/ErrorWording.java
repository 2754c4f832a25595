package smyth.invocation;

import java.time.Duration;
import java.util.Locale;

/// The sentences in which Lambda reports that an invocation has failed, as they appear in errors and in the log.
public final class ErrorWording {
    private ErrorWording() {}

    public static String timedOut(Duration limit) {
        return "Task timed out after " + String.format(Locale.ROOT, "%.2f", limit.toMillis() / 1000.0) + " seconds";
    }

    /// @param reason as in [Outcome.Exited]
    public static String exited(String reason) {
        return "Runtime exited " + (reason.isEmpty() ? "without providing a reason" : "with error: " + reason);
    }

    /// The same with the request that it happened to, as errors have it.
    public static String of(String requestId, String sentence) {
        return "RequestId: " + requestId + " Error: " + sentence;
    }

    public static String tooLarge(int limit) {
        return "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).";
    }
}
