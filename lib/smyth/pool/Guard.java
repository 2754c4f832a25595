package smyth.pool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Sees to it that no process we start outlives us, not even our own SIGKILL.
///
/// On Unix a shell reads the pids that are alive from us; at the end of its input it kills what is left, with all
/// descendants, all that carries our [Mark], and all in our [ControlGroup]. Ctrl-C and a closed terminal reach it too,
/// and it ignores them. On Windows workers watch their parent by themselves.
public final class Guard implements AutoCloseable {
    /// $1 is the value that our marks begin with, $2 the folder of our control group, or nothing.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            alive=' '
            while read -r sign pid; do
              case $sign in
                +) alive="$alive$pid " ;;
                -) alive="${alive%% $pid *} ${alive#* $pid }" ;;
              esac
            done
            if [ -n "$2" ]; then
              echo 1 > "$2/cgroup.kill"
            fi
            if [ -n "${alive# }" ]; then
              more=yes
              while [ -n "$more" ]; do
                more=
                while read -r pid parent; do
                  case $alive in *" $pid "*) continue ;; esac
                  case $alive in *" $parent "*) alive="$alive$pid "; more=yes ;; esac
                done <<END
            $(ps -A -o pid= -o ppid=)
            END
              done
              kill -9 $alive
            fi
            round=0
            while [ -e /proc/self/environ ] && [ $round -lt 50 ]; do
              round=$((round + 1))
              left=$(grep -ls "SMYTH_EXECUTION_ENVIRONMENT=$1" /proc/[0-9]*/environ)
              [ -n "$left" ] || break
              for file in $left; do
                pid=${file#/proc/}
                kill -9 "${pid%/environ}"
              done
            done
            while [ -n "$2" ] && [ -d "$2" ] && [ $round -lt 100 ]; do
              round=$((round + 1))
              echo 1 > "$2/cgroup.kill"
              rmdir "$2"/*/ "$2"
            done
            """;

    private final Optional<Process> shell;
    private final Mark mark;
    private final Optional<ControlGroup> group;
    private final ProcessTable table = new ProcessTable();

    private Guard(Optional<Process> shell, Mark mark, Optional<ControlGroup> group) {
        this.shell = shell;
        this.mark = mark;
        this.group = group;
    }

    /// @throws IOException when the shell cannot be started
    public static Guard start() throws IOException {
        var mark = Mark.ofServer();
        if (System.getProperty("os.name").startsWith("Windows"))
            return new Guard(Optional.empty(), mark, Optional.empty());
        var group = ControlGroup.create("smyth-" + mark.value());
        var command = List.of("sh", "-c", SCRIPT, "smyth-guard", mark.value(),
                group.map(made -> made.folder().toString()).orElse(""));
        try {
            return new Guard(Optional.of(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start()), mark, group);
        } catch (IOException e) {
            group.ifPresent(ControlGroup::remove);
            throw e;
        }
    }

    /// Starts a process that ends with us.
    ///
    /// @throws IOException when its command cannot be run
    public Guarded start(ProcessBuilder builder) throws IOException {
        var own = mark.ofEnvironment();
        builder.environment().put(Mark.VARIABLE, own.value());
        var within = group.flatMap(parent -> parent.within(own.value().substring(mark.value().length() + 1)));
        try {
            var process = builder.start();
            within.ifPresent(made -> made.add(process.pid()));
            tell("+ " + process.pid());
            process.onExit().thenRun(() -> tell("- " + process.pid()));
            return new Guarded(process, new ProcessTree(process, own, within, table));
        } catch (IOException e) {
            within.ifPresent(ControlGroup::remove);
            throw e;
        }
    }

    /// @param tree the process with all that it starts
    public record Guarded(Process process, ProcessTree tree) {}

    private synchronized void tell(String line) {
        if (shell.isEmpty()) return;
        try {
            OutputStream in = shell.get().getOutputStream();
            in.write((line + "\n").getBytes(US_ASCII));
            in.flush();
        } catch (IOException _) {
            // The guard was killed. Workers still end with us when we end in order.
        }
    }

    /// Ends the guard, and with it every process that is still there. Blocks shortly.
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
        group.ifPresent(ControlGroup::remove);
    }
}
