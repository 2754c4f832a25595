//SOURCES Entry.java
package smyth.journal;

import static java.util.Objects.requireNonNull;

import java.util.List;
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
        var reader = new Reader(capacity);
        readers.add(reader);
        return reader;
    }

    /// One reader's place in the journal; for use by one thread.
    public final class Reader implements AutoCloseable {
        private final BlockingQueue<Entry> entries;
        private final AtomicLong dropped = new AtomicLong();

        private Reader(int capacity) {
            entries = new ArrayBlockingQueue<>(capacity);
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
