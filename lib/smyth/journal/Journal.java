package smyth.journal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What happened, in order. Parts append; the console and others read. Nothing else logs.
///
/// Appending never blocks: a reader that falls behind loses entries, and is told how many. Safe for use by many threads.
public final class Journal {
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    public void append(Entry entry) {
        requireNonNull(entry, "entry");
        for (var reader : readers) reader.offer(entry);
    }

    /// A reader of everything from now on.
    ///
    /// @param capacity how many entries it may be behind
    public Reader read(int capacity) {
        return read(capacity, Set.of());
    }

    /// The same for a reader that attaches a debugger whenever one of these languages' workers can be debugged.
    ///
    /// @param attaches `java`, `node`, `python`
    public Reader read(int capacity, Set<String> attaches) {
        var reader = new Reader(capacity, attaches);
        readers.add(reader);
        return reader;
    }

    /// Whether somebody reads who will attach a debugger to a worker of this language.
    public boolean hasReaderThatAttaches(String language) {
        return readers.stream().anyMatch(reader -> reader.attaches.contains(language));
    }

    /// One reader's place in the journal; for use by one thread.
    public final class Reader implements AutoCloseable {
        private final BlockingQueue<Entry> entries;
        private final Set<String> attaches;
        private final AtomicLong dropped = new AtomicLong();

        private Reader(int capacity, Set<String> attaches) {
            this.entries = new ArrayBlockingQueue<>(capacity);
            this.attaches = Set.copyOf(attaches);
        }

        private void offer(Entry entry) {
            if (!entries.offer(entry)) dropped.incrementAndGet();
        }

        /// The next entry; null when none came within the time. Blocks.
        public Entry next(long time, TimeUnit unit) throws InterruptedException {
            return entries.poll(time, unit);
        }

        /// How many entries were lost since this was last asked.
        public long dropped() {
            return dropped.getAndSet(0);
        }

        @Override
        public void close() {
            readers.remove(this);
        }
    }

    /// One thing that happened. `environment` is an execution environment's name, `orders:0`.
    public sealed interface Entry {
        record EnvironmentStarted(String environment, String function, int revision, long pid) implements Entry {}

        /// The init phase is over.
        record EnvironmentReady(String environment, long pid, Duration init) implements Entry {}

        /// The worker waits for a debugger on this loopback port; said once for each process.
        ///
        /// @param debugger whose protocol is spoken there: `java`, `node`, `python`
        record DebuggerListening(String environment, String function, long pid, String debugger, int port) implements Entry {}

        /// @param expected whether we ended it
        record EnvironmentStopped(String environment, long pid, String reason, boolean expected) implements Entry {}

        record InvocationStarted(String environment, String requestId) implements Entry {}

        /// It has been busy for so long, and still is.
        record InvocationPending(String environment, String requestId, long pid, Duration elapsed) implements Entry {}

        /// @param duration  of the invoke phase
        /// @param init      of the init phase, when this invocation was the cold start
        /// @param maxMemory MB, where the system tells
        /// @param failure   empty when the handler answered
        record InvocationFinished(String environment, String requestId, Instant time, Duration duration, Optional<Duration> init, int memorySize,
                OptionalInt maxMemory, Optional<Failure> failure) implements Entry {}

        /// How an invocation failed, in the words of the REPORT line.
        ///
        /// @param status  `timeout` or `error`
        /// @param message the line that Lambda writes before END; "" for none
        record Failure(String status, String errorType, String message) {}

        record RevisionBuilding(String function, List<String> changed) implements Entry {}

        /// @param changed file names; empty for the first revision
        record RevisionReady(String function, int revision, Duration took, List<String> changed) implements Entry {}

        /// @param message for people, several lines
        record RevisionFailed(String function, String message) implements Entry {}

        /// One line that a worker wrote, without its end.
        record WorkerLine(String environment, String text) implements Entry {}

        /// What a worker that reads the terminal has written of a line and not gone on with: it waits for an answer. What it writes next is
        /// told as a line of its own.
        record WorkerPrompt(String environment, String text) implements Entry {}

        /// @param function empty when no route matched
        record RequestServed(Optional<String> function, String requestId, String method, String target, int status, Duration took) implements Entry {}

        /// A sentence for the user: progress, or a warning.
        record Note(String text) implements Entry {}
    }
}
