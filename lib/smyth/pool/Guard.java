package smyth.pool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Sees to it that no worker outlives us, not even our own SIGKILL.
///
/// On Unix a shell reads the pids that are alive from us; at the end of its input it kills what is left with all
/// descendants. Ctrl-C and a closed terminal reach it too, and it ignores them. On Windows workers watch their parent
/// by themselves.
public final class Guard implements AutoCloseable {
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
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()));
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
