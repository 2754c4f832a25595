package smyth.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Changed paths, collected until no more come: what an editor or `git checkout` does at once becomes one batch.
///
/// Whoever works on a batch is interrupted by the next change where that is wanted, since what it would come to is
/// old already.
final class Changes {
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
    /// An editor that truncates a file before it writes leaves it empty for a moment, and an empty file may well
    /// compile.
    private static final long EMPTY_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private final Set<Path> paths = new LinkedHashSet<>();
    private long last;
    private int version;
    private final boolean drops;
    private boolean first;
    private Thread working;

    /// @param drops whether a change interrupts the work on the batch before
    Changes(boolean drops) {
        this.drops = drops;
    }

    /// @param paths   in the order of their first change
    /// @param version distinguishes it from every other batch
    record Batch(Set<Path> paths, int version) {
        /// File names, for people.
        List<String> names() {
            return paths.stream().map(path -> path.getFileName().toString()).distinct().toList();
        }
    }

    /// A batch of nothing is due: the first build.
    synchronized void begin() {
        first = true;
        version++;
        notifyAll();
    }

    synchronized void add(Path path) {
        paths.add(path);
        last = System.nanoTime();
        version++;
        if (drops && working != null) working.interrupt();
        notifyAll();
    }

    /// The next batch, once it is complete. Blocks. Afterwards this thread is interrupted by a change until [#finish].
    synchronized Batch take() throws InterruptedException {
        while (true) {
            if (paths.isEmpty() && !first) {
                wait();
                continue;
            }
            long rest = paths.isEmpty() ? 0 : last + (anyIsEmpty() ? EMPTY_NANOS : QUIET_NANOS) - System.nanoTime();
            if (rest <= 0) break;
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        var batch = new Batch(new LinkedHashSet<>(paths), version);
        paths.clear();
        first = false;
        working = Thread.currentThread();
        return batch;
    }

    /// No change interrupts this thread any more; one that just did leaves no trace.
    synchronized void finish() {
        working = null;
        Thread.interrupted();
    }

    /// The batch was not carried through: it belongs to the next one.
    synchronized void giveBack(Batch batch) {
        var later = List.copyOf(paths);
        paths.clear();
        paths.addAll(batch.paths());
        paths.addAll(later);
        if (paths.isEmpty()) first = true;
    }

    /// Whether nothing changed since the batch was taken, and for a moment after now either. Blocks that long.
    synchronized boolean isSettled(Batch batch) throws InterruptedException {
        long end = System.nanoTime() + 2 * QUIET_NANOS;
        for (long rest = end - System.nanoTime(); rest > 0
                && version == batch.version(); rest = end - System.nanoTime())
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        return version == batch.version();
    }

    synchronized boolean isCurrent(Batch batch) {
        return version == batch.version();
    }

    private boolean anyIsEmpty() {
        return paths.stream().anyMatch(path -> {
            try {
                return Files.isRegularFile(path) && Files.size(path) == 0;
            } catch (IOException _) {
                return false; // gone
            }
        });
    }
}
