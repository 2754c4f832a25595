package smyth.journal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What happened, in order. Parts append; the console and others read. Nothing else logs.
///
/// Appending never blocks: a reader that falls behind loses entries, and learns how many. Safe for use by many
/// threads.
public final class Journal {
    /// How much of memory the entries may take that a reader has not read yet, in bytes.
    public static final long BEHIND = 16 << 20;

    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    public void append(Entry entry) {
        requireNonNull(entry, "entry");
        for (var reader : readers) reader.offer(entry);
    }

    /// A reader of everything from now on.
    public Reader read() {
        return read(BEHIND, Set.of());
    }

    /// The same for a reader that attaches a debugger whenever one of these languages' workers can be debugged.
    ///
    /// @param bytes    how much of memory the entries may take that it has not read yet
    /// @param attaches `java`, `node`, `python`
    public Reader read(long bytes, Set<String> attaches) {
        var reader = new Reader(bytes, attaches);
        readers.add(reader);
        return reader;
    }

    /// Whether a reader will attach a debugger to workers of this language.
    public boolean hasReaderThatAttaches(String language) {
        return readers.stream().anyMatch(reader -> reader.attaches.contains(language));
    }

    /// One reader's place in the journal; for use by one thread.
    public final class Reader implements AutoCloseable {
        private final EntryQueue entries;
        private final Set<String> attaches;
        private final AtomicLong dropped = new AtomicLong();

        private Reader(long bytes, Set<String> attaches) {
            this.entries = new EntryQueue(bytes);
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
