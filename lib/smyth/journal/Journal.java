package smyth.journal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What happened, in order. Parts append; the console and others read. Nothing else logs.
///
/// Appending never blocks: a reader that falls behind loses entries, and is told how many. Safe for use by many
/// threads.
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
}
