package smyth.pool;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import smyth.journal.Entry;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Journal;

/// Brings what is said of one execution environment in order: an invocation's end comes after what its handler wrote, and before the
/// next one's start. Nobody waits for that, least of all the client.
final class EnvironmentLog {
    private static final long SETTLE_NANOS = 1_000_000; // what was read from the pipe is still on its way through the reading thread
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(500);

    private final Journal journal;
    private final WorkerOutput output;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

    private EnvironmentLog(Journal journal, WorkerOutput output) {
        this.journal = journal;
        this.output = output;
    }

    /// Ends with the entry that the environment has stopped.
    static EnvironmentLog start(String name, Journal journal, WorkerOutput output) {
        var log = new EnvironmentLog(journal, output);
        Thread.ofVirtual().name("log of " + name).start(log::write);
        return log;
    }

    void append(Entry entry) {
        entries.add(entry);
    }

    private void write() {
        try {
            var entry = entries.take();
            while (true) {
                var next = entry instanceof InvocationFinished ? entries.poll(SETTLE_NANOS, TimeUnit.NANOSECONDS) : null;
                if (entry instanceof InvocationFinished) awaitOutput();
                journal.append(entry);
                if (entry instanceof EnvironmentStopped) return;
                entry = next != null ? next : entries.take();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOutput() {
        long end = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (!output.isDrained() && System.nanoTime() < end) LockSupport.parkNanos(SETTLE_NANOS / 5);
    }
}
