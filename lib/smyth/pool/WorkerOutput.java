package smyth.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Reads what a worker writes, line by line, as fast as it comes: a full pipe would stop the handler.
///
/// A platform thread, since reading a pipe holds its carrier.
final class WorkerOutput {
    private static final int MAX_LINE = 256 << 10; // a log event of CloudWatch has no more
    private static final long QUIET_NANOS = 100_000_000; // after which the beginning of a line is taken for a prompt

    private final InputStream in;
    private final Optional<FileInputStream> pipe;
    private final Consumer<String> lines;
    private final Optional<Consumer<String>> prompts;
    private final Thread thread;
    private volatile boolean reading;

    private WorkerOutput(InputStream in, long pid, String name, Consumer<String> lines,
            Optional<Consumer<String>> prompts) {
        this.in = in;
        this.pipe = pipe(pid);
        this.lines = lines;
        this.prompts = prompts;
        this.thread = Thread.ofPlatform().daemon().name("output of " + name).unstarted(this::pump);
    }

    /// @param prompts takes the beginning of a line that is not gone on with; empty to wait for its end
    static WorkerOutput read(InputStream in, long pid, String name, Consumer<String> lines,
            Optional<Consumer<String>> prompts) {
        var output = new WorkerOutput(in, pid, name, lines, prompts);
        output.thread.start();
        return output;
    }

    /// Whether everything written so far has been read; where the system does not tell, whether nothing is being
    /// handled just now.
    boolean isDrained() {
        try {
            return !thread.isAlive() || reading && (pipe.isEmpty() || pipe.get().available() == 0) && reading;
        } catch (IOException _) {
            return true; // closed
        }
    }

    /// The pipe once more, only to ask how much is in it: the JDK's stream does not answer this while another
    /// thread reads it.
    private static Optional<FileInputStream> pipe(long pid) {
        try {
            return Optional.of(new FileInputStream("/proc/" + pid + "/fd/1"));
        } catch (IOException _) {
            return Optional.empty(); // not Linux, or gone already
        }
    }

    /// Waits for the end of the output, at most so long: a grandchild may hold the pipe open.
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void pump() {
        var buffer = new byte[64 << 10];
        int filled = 0;
        try (in; var _ = pipe.orElse(null)) {
            while (true) {
                reading = true;
                int count = in.read(buffer, filled, buffer.length - filled);
                reading = false;
                if (count < 0) break;
                filled += count;
                int rest = split(buffer, filled);
                if (rest == filled && filled == buffer.length) { // one line fills it all
                    if (filled < MAX_LINE) {
                        buffer = java.util.Arrays.copyOf(buffer, buffer.length * 2);
                        continue;
                    }
                    lines.accept(new String(buffer, 0, filled, UTF_8));
                    rest = 0;
                }
                filled = rest;
                if (filled == 0 || prompts.isEmpty() || !isQuiet()) continue;
                prompts.get().accept(new String(buffer, 0, filled, UTF_8));
                filled = 0;
            }
        } catch (IOException _) {
            // The process is gone, and its pipe with it.
        }
        if (filled > 0) lines.accept(new String(buffer, 0, filled, UTF_8));
    }

    /// Whether nothing more comes for a moment. Blocks that long.
    private boolean isQuiet() throws IOException {
        long end = System.nanoTime() + QUIET_NANOS;
        while (in.available() == 0) {
            if (System.nanoTime() > end) return true;
            LockSupport.parkNanos(QUIET_NANOS / 10);
        }
        return false;
    }

    /// Hands on every whole line and moves what is left to the front; returns how much that is.
    private int split(byte[] buffer, int filled) {
        int begin = 0;
        for (int i = 0; i < filled; i++) {
            if (buffer[i] != '\n') continue;
            int end = i > begin && buffer[i - 1] == '\r' ? i - 1 : i;
            lines.accept(new String(buffer, begin, end - begin, UTF_8));
            begin = i + 1;
        }
        System.arraycopy(buffer, begin, buffer, 0, filled - begin);
        return filled - begin;
    }
}
