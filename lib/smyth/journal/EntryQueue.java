package smyth.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Entries on their way from one thread to another, bounded by the memory that they take: a line of a worker may have
/// ten bytes or 256 KB. Safe for use by many threads.
public final class EntryQueue {
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private int blocked; // writers

    /// @param capacity bytes; a single entry that is larger still finds room in an empty queue
    public EntryQueue(long capacity) {
        this.capacity = capacity;
    }

    /// Blocks until there is room.
    public void put(Entry entry) throws InterruptedException {
        lock.lockInterruptibly();
        blocked++;
        try {
            while (!hasRoom(entry)) changed.await();
            add(entry);
        } finally {
            blocked--;
            lock.unlock();
        }
    }

    /// Does not block.
    ///
    /// @return whether there was room
    public boolean offer(Entry entry) {
        lock.lock();
        try {
            boolean room = hasRoom(entry);
            if (room) add(entry);
            return room;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(Entry entry) {
        return entries.isEmpty() || bytes + weight(entry) <= capacity;
    }

    private void add(Entry entry) {
        boolean first = entries.isEmpty();
        entries.add(entry);
        bytes += weight(entry);
        if (first) changed.signalAll();
    }

    /// The next entry; null when none came within the time. Blocks.
    public Entry poll(long time, TimeUnit unit) throws InterruptedException {
        long rest = unit.toNanos(time);
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty()) {
                if (rest <= 0) return null;
                rest = changed.awaitNanos(rest);
            }
            var entry = entries.remove();
            bytes -= weight(entry);
            if (blocked > 0) changed.signalAll();
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /// Roughly what an entry takes. A character takes two bytes at most, and all else is small.
    private static long weight(Entry entry) {
        return 200 + 2L * switch (entry) {
            case Entry.WorkerLine line -> line.text().length();
            case Entry.WorkerPrompt prompt -> prompt.text().length();
            case Entry.RevisionFailed failed -> failed.message().length();
            case Entry.RequestServed served -> served.target().length() + served.method().length();
            case Entry.Note note -> note.text().length();
            case Entry.EnvironmentStarted _ -> 0;
            case Entry.EnvironmentReady _ -> 0;
            case Entry.DebuggerListening _ -> 0;
            case Entry.EnvironmentStopped _ -> 0;
            case Entry.InvocationStarted _ -> 0;
            case Entry.InvocationPending _ -> 0;
            case Entry.InvocationFinished _ -> 0;
            case Entry.RevisionBuilding _ -> 0;
            case Entry.RevisionReady _ -> 0;
        };
    }
}
