package smyth.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The most memory that a process has used, if the system reports it (Linux). Read at most five times a second.
final class PeakMemory {
    private static final long FRESH = 200_000_000;

    private final Path status;
    private OptionalInt last = OptionalInt.empty();
    private long asked = System.nanoTime() - FRESH;

    PeakMemory(long pid) {
        status = Path.of("/proc", Long.toString(pid), "status");
    }

    /// MB, rounded up.
    synchronized OptionalInt megabytes() {
        long now = System.nanoTime();
        if (now - asked < FRESH) return last;
        asked = now;
        try (var lines = Files.lines(status)) {
            last = lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToInt(line -> (Integer.parseInt(line.replaceAll("\\D", "")) + 1023) / 1024).findFirst();
        } catch (IOException | java.io.UncheckedIOException _) {
            // No such file on this system, or the process is gone: what we knew last is the answer.
        }
        return last;
    }
}
