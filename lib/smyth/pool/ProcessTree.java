package smyth.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process with all that it started. It ends as a whole: what was started meanwhile, or outlived its parent, is no exception.
public final class ProcessTree {
    private static final Duration GRACE = Duration.ofMillis(500); // what Lambda gives a runtime between SIGTERM and SIGKILL
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Path PROCESSES = Path.of("/proc");

    private final Process process;
    private final String mark;

    private ProcessTree(Process process, String mark) {
        this.process = process;
        this.mark = "\0" + mark + "\0";
    }

    /// @param mark an environment variable of this process and no other, `NAME=value`: those whose parent is gone are known by it (Linux)
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
                return ("\0" + Files.readString(PROCESSES.resolve(other.pid() + "/environ"), ISO_8859_1)).contains(mark);
            } catch (IOException _) {
                return false; // gone, or somebody else's
            }
        }).toList();
    }

    /// Sees to it that no worker outlives us, not even our own SIGKILL.
    ///
    /// On Unix a shell reads the pids that are alive from us; at the end of its input it kills what is left with all descendants. Ctrl-C
    /// and a closed terminal reach it too, and it ignores them. On Windows workers watch their parent by themselves.
    public static final class Guard implements AutoCloseable {
        private static final String SCRIPT = """
                trap '' INT TERM HUP
                alive=' '
                while read -r sign pid; do
                  case $sign in
                    +) alive="$alive$pid " ;;
                    -) alive="${alive%% $pid *} ${alive#* $pid }" ;;
                  esac
                done
                [ -n "${alive# }" ] || exit 0
                more=yes
                while [ -n "$more" ]; do
                  more=
                  while read -r pid parent; do
                    case $alive in *" $pid "*) continue ;; esac
                    case $alive in *" $parent "*) alive="$alive$pid "; more=yes ;; esac
                  done <<END
                $(ps -A -o pid= -o ppid= 2>/dev/null)
                END
                done
                kill -9 $alive 2>/dev/null
                """;

        private final Optional<Process> shell;

        private Guard(Optional<Process> shell) {
            this.shell = shell;
        }

        public static Guard start() throws IOException {
            if (System.getProperty("os.name").startsWith("Windows")) return new Guard(Optional.empty());
            return new Guard(Optional.of(new ProcessBuilder("sh", "-c", SCRIPT, "smyth-guard")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start()));
        }

        void watch(long pid) {
            tell("+ " + pid);
        }

        void forget(long pid) {
            tell("- " + pid);
        }

        private synchronized void tell(String line) {
            if (shell.isEmpty()) return;
            try {
                OutputStream in = shell.get().getOutputStream();
                in.write((line + "\n").getBytes(US_ASCII));
                in.flush();
            } catch (IOException _) {
                // Somebody killed the guard. Workers still end with us when we end in order.
            }
        }

        /// Ends the guard, and with it every worker that is still there. Blocks shortly.
        @Override
        public void close() {
            shell.ifPresent(process -> {
                try {
                    process.getOutputStream().close();
                    if (!process.waitFor(3, TimeUnit.SECONDS)) process.destroyForcibly();
                } catch (IOException _) {
                    process.destroyForcibly();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
