package smyth.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process with all that it started. It ends as a whole: what was started meanwhile, or outlived its parent, is no
/// exception.
public final class ProcessTree {
    // what Lambda gives a runtime between SIGTERM and SIGKILL
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Path PROCESSES = Path.of("/proc");

    private final Process process;
    private final String mark;

    private ProcessTree(Process process, String mark) {
        this.process = process;
        this.mark = "\0" + mark + "\0";
    }

    /// @param mark an environment variable of this process and no other, `NAME=value`: those whose parent is gone are
    ///             known by it (Linux)
    public static ProcessTree of(Process process, String mark) {
        return new ProcessTree(process, mark);
    }

    /// Asks for the end if wanted, waits shortly, then kills. Blocks, with a limit.
    public void end(boolean ask) {
        // Collected first: with their parent gone they could not be found any more, unless by the mark.
        List<ProcessHandle> descendants = process.descendants().toList();
        try {
            if (ask) {
                process.destroy();
                descendants.forEach(ProcessHandle::destroy);
                process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
            long end = System.nanoTime() + LIMIT.toNanos();
            kill(descendants);
            process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            // What it started between the look and its death; each of them may have started another one.
            for (var left = marked(); !left.isEmpty() && System.nanoTime() < end; left = marked()) {
                left.forEach(ProcessHandle::destroyForcibly);
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException _) {
            kill(descendants);
            Thread.currentThread().interrupt();
        }
    }

    private void kill(List<ProcessHandle> descendants) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /// Processes that are alive and carry the mark; none where the system does not tell. A zombie carries none.
    private List<ProcessHandle> marked() {
        if (!Files.isDirectory(PROCESSES)) return List.of();
        return ProcessHandle.allProcesses().filter(other -> {
            try {
                return ("\0" + Files.readString(PROCESSES.resolve(other.pid() + "/environ"), ISO_8859_1))
                        .contains(mark);
            } catch (IOException _) {
                return false; // gone, or somebody else's
            }
        }).toList();
    }
}
