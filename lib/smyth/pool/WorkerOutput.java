package smyth.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads what a worker writes, line by line, as fast as it comes: a full pipe would stop the handler.
///
/// A platform thread, since reading a pipe holds its carrier.
final class WorkerOutput {
    private static final int MAX_LINE = 256 << 10; // a log event of CloudWatch has no more

    private final InputStream in;
    private final Optional<FileInputStream> pipe;
    private final Consumer<String> lines;
    private final Thread thread;
    private volatile boolean reading;

    private WorkerOutput(InputStream in, long pid, String name, Consumer<String> lines) {
        this.in = in;
        this.pipe = pipe(pid);
        this.lines = lines;
        this.thread = Thread.ofPlatform().daemon().name("output of " + name).unstarted(this::pump);
    }

    static WorkerOutput read(InputStream in, long pid, String name, Consumer<String> lines) {
        var output = new WorkerOutput(in, pid, name, lines);
        output.thread.start();
        return output;
    }

    /// Whether everything written so far has been read; where the system does not tell, whether nothing is being handled just now.
    boolean isDrained() {
        try {
            return !thread.isAlive() || reading && (pipe.isEmpty() || pipe.get().available() == 0) && reading;
        } catch (IOException _) {
            return true; // closed
        }
    }

    /// The pipe once more, only to ask how much is in it: the stream of the JDK answers that to nobody while it is being read.
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
            }
        } catch (IOException _) {
            // The process is gone, and its pipe with it.
        }
        if (filled > 0) lines.accept(new String(buffer, 0, filled, UTF_8));
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
