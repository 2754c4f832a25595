package smyth.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import smyth.journal.Entry;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.WorkerLine;
import smyth.journal.Entry.WorkerPrompt;
import smyth.journal.EntryQueue;
import smyth.journal.Journal;

/// Puts the entries of one execution environment in order: an invocation's end comes after what its handler wrote, and
/// before the next one's start. Nothing waits for this, least of all the client.
final class EnvironmentLog {
    // what was read from the pipe is still on its way through the reading thread
    private static final long SETTLE_NANOS = 1_000_000;
    private static final long GATHER_NANOS = 5_000_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(500);
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long CAPACITY = 2 << 20;

    private final Journal journal;
    private final EntryQueue entries = new EntryQueue(CAPACITY);

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
                var entry = entries.poll(0, TimeUnit.NANOSECONDS);
                if (entry == null) {
                    entry = entries.poll(end == null ? FOR_EVER : SETTLE_NANOS, TimeUnit.NANOSECONDS);
                    // to wake this thread for each would cost more than handing it on
                    if (entry != null) LockSupport.parkNanos(GATHER_NANOS);
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
}
