package smyth.pool;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Whether a failed init phase is worth another try: the worker may have read a file that was only being written.
final class InitRetry {
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(30); // a change is seen by then

    private InitRetry() {}

    /// Whether other code than this comes in a moment. Blocks that long.
    static boolean isDue(Revision failed, Supplier<Gate> gate) throws InterruptedException {
        for (long end = System.nanoTime() + SETTLE_NANOS; System.nanoTime() < end; TimeUnit.MILLISECONDS.sleep(2)) {
            switch (gate.get()) {
                case Gate.Serving(var revision) when revision == failed -> {}
                case Gate.Serving _,Gate.Building _,Gate.Rejecting _ -> {
                    return true;
                }
                case Gate.Retired _,Gate.Closed _ -> {
                    return false;
                }
            }
        }
        return false;
    }
}
