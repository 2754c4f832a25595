package smyth.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A process with all that it started. It ends as a whole, and nothing else ends with it.
///
/// What it started is found by its parents, by the [Mark] that it has inherited, and, where the system has one, by its
/// [ControlGroup]. The first finds nothing whose parent is gone, the second nothing that was started with an empty
/// environment, the third all but what was started in the moment before the process was put into it.
public final class ProcessTree {
    // what Lambda gives a runtime between SIGTERM and SIGKILL
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Process process;
    private final Mark mark;
    private final Optional<ControlGroup> group;
    private final ProcessTable table;

    ProcessTree(Process process, Mark mark, Optional<ControlGroup> group, ProcessTable table) {
        this.process = process;
        this.mark = mark;
        this.group = group;
        this.table = table;
    }

    /// Asks for the end if wanted, waits shortly, then kills. Blocks, with a limit. May be called again, also when the
    /// process has ended by itself.
    public void end(boolean ask) {
        var started = started(); // with their parent gone they could not be found any more everywhere
        try {
            if (ask) {
                process.destroy();
                started.forEach(ProcessHandle::destroy);
                process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
            kill(started);
            process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            // what was started between the look and the end; each may have started another one
            long end = System.nanoTime() + LIMIT.toNanos();
            started = started();
            while (!isGone(started) && System.nanoTime() < end) {
                kill(started);
                TimeUnit.MILLISECONDS.sleep(1);
                started = started();
            }
        } catch (InterruptedException _) {
            kill(started);
            Thread.currentThread().interrupt();
        }
    }

    private void kill(Set<ProcessHandle> started) {
        group.ifPresent(ControlGroup::kill);
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isGone(Set<ProcessHandle> started) {
        return started.isEmpty() && (group.isEmpty() || group.get().remove());
    }

    private Set<ProcessHandle> started() {
        // the pid of one that is gone may be another's by now
        return table.read().tree(process.isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty(), mark);
    }
}
