package smyth.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import smyth.invocation.Invocation.Outcome;
import smyth.invocation.Invocation.Outcome.Exited;
import smyth.invocation.Invocation.Outcome.Failed;
import smyth.invocation.Invocation.Outcome.Rejected;
import smyth.invocation.Invocation.Outcome.Returned;
import smyth.invocation.Invocation.Outcome.Streamed;
import smyth.invocation.Invocation.Outcome.TimedOut;
import smyth.invocation.Invocation.Outcome.TooLarge;
import smyth.journal.Journal;
import smyth.journal.Journal.Entry;
import smyth.journal.Journal.Entry.EnvironmentStopped;
import smyth.journal.Journal.Entry.Failure;
import smyth.journal.Journal.Entry.InvocationFinished;
import smyth.journal.Journal.Entry.WorkerLine;
import smyth.journal.Journal.Entry.WorkerPrompt;

/// Brings what is said of one execution environment in order: an invocation's end comes after what its handler wrote, and before the
/// next one's start. Nobody waits for that, least of all the client.
final class EnvironmentLog {
    private static final long SETTLE_NANOS = 1_000_000; // what was read from the pipe is still on its way through the reading thread
    private static final long GATHER_NANOS = 5_000_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(500);
    private static final int CAPACITY = 10_000;

    private final Journal journal;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>(CAPACITY);

    EnvironmentLog(Journal journal) {
        this.journal = journal;
    }

    /// Begins to write to the journal; ends with the entry that the environment has stopped.
    void start(String name, WorkerOutput output) {
        Thread.ofPlatform().daemon().name("log of " + name).start(() -> write(output));
    }

    /// Blocks for a moment when a worker writes faster than can be handed on.
    void append(Entry entry) {
        try {
            entries.put(entry);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(WorkerOutput output) {
        Entry end = null; // of an invocation, held back as long as lines of its handler may come
        long limit = 0;
        try {
            while (true) {
                var entry = entries.poll();
                if (entry == null) {
                    entry = end == null ? entries.take() : entries.poll(SETTLE_NANOS, TimeUnit.NANOSECONDS);
                    if (entry != null) LockSupport.parkNanos(GATHER_NANOS); // to wake this thread for each would cost more than handing it on
                }
                if (entry instanceof WorkerLine || entry instanceof WorkerPrompt) {
                    journal.append(entry);
                    continue;
                }
                if (entry == null && !output.isDrained() && System.nanoTime() < limit) continue;
                if (end != null) journal.append(end);
                end = entry instanceof InvocationFinished ? entry : null;
                limit = System.nanoTime() + DRAIN_LIMIT.toNanos();
                if (entry != null && end == null) journal.append(entry);
                if (entry instanceof EnvironmentStopped) return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads what a worker writes, line by line, as fast as it comes: a full pipe would stop the handler.
    ///
    /// A platform thread, since reading a pipe holds its carrier.
    static final class WorkerOutput {
        private static final int MAX_LINE = 256 << 10; // a log event of CloudWatch has no more
        private static final long QUIET_NANOS = 100_000_000; // after which the beginning of a line is taken for a prompt

        private final InputStream in;
        private final Optional<FileInputStream> pipe;
        private final Consumer<String> lines;
        private final Optional<Consumer<String>> prompts;
        private final Thread thread;
        private volatile boolean reading;

        private WorkerOutput(InputStream in, long pid, String name, Consumer<String> lines, Optional<Consumer<String>> prompts) {
            this.in = in;
            this.pipe = pipe(pid);
            this.lines = lines;
            this.prompts = prompts;
            this.thread = Thread.ofPlatform().daemon().name("output of " + name).unstarted(this::pump);
        }

        /// @param prompts takes the beginning of a line that is not gone on with; empty to wait for its end
        static WorkerOutput read(InputStream in, long pid, String name, Consumer<String> lines, Optional<Consumer<String>> prompts) {
            var output = new WorkerOutput(in, pid, name, lines, prompts);
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

    /// What the log of an invocation says of an ending that was no answer. A handler's own error shows in its own log lines, as on Lambda.
    static final class Failures {
        private Failures() {}

        static Optional<Failure> of(Outcome outcome, String requestId, Duration timeout) {
            return switch (outcome) {
                case Returned _, Streamed _ -> Optional.empty();
                case Failed(_, var type) -> Optional.of(new Failure("error", type, ""));
                case TimedOut _ -> Optional.of(new Failure("timeout", "", "%s %s Task timed out after %s seconds".formatted(
                        Instant.now().truncatedTo(ChronoUnit.MILLIS), requestId, String.format(Locale.ROOT, "%.2f", timeout.toMillis() / 1000.0))));
                case Exited(var reason) -> Optional.of(new Failure("error", "Runtime.ExitError", "RequestId: " + requestId + " Error: Runtime exited "
                        + (reason.isEmpty() ? "without providing a reason" : "with error: " + reason)));
                case TooLarge _ -> Optional.of(new Failure("error", "Function.ResponseSizeTooLarge", ""));
                case Rejected(var type, _) -> Optional.of(new Failure("error", type, ""));
            };
        }
    }

    /// Names as CloudWatch has them: a stream for each execution environment.
    static final class LogStream {
        private LogStream() {}

        /// `2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef`
        static String name() {
            return LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd")) + "/[$LATEST]" + UUID.randomUUID().toString().replace("-", "");
        }
    }
}
