package smyth.pool;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import smyth.journal.Journal;
import smyth.journal.Journal.Entry;
import smyth.journal.Journal.Entry.DebuggerListening;
import smyth.journal.Journal.Entry.Note;
import smyth.pool.ProcessTree.Guard;
import smyth.runtime.Runtime.Debugger;
import smyth.runtime.Runtime.Launch;

/// A worker's process, from start to end.
public final class WorkerProcess {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final ProcessTree tree;

    private WorkerProcess(Process process, ProcessTree tree) {
        this.process = process;
        this.tree = tree;
    }

    /// @param readsTerminal whether its standard input is ours; otherwise it is empty, as on Lambda
    /// @throws IOException when the command cannot be run
    static WorkerProcess start(Launch launch, String runtimeApi, String logStream, boolean readsTerminal, Guard guard) throws IOException {
        var builder = new ProcessBuilder(launch.command()).directory(launch.directory().toFile()).redirectErrorStream(true);
        if (readsTerminal) builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(launch.env());
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        builder.environment().putIfAbsent("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        var process = builder.start();
        guard.watch(process.pid());
        process.onExit().thenRun(() -> guard.forget(process.pid()));
        process.getOutputStream().close(); // a handler that reads its standard input finds the end of it
        return new WorkerProcess(process, ProcessTree.of(process, "AWS_LAMBDA_RUNTIME_API=" + runtimeApi));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    java.io.InputStream output() {
        return process.getInputStream();
    }

    /// Completes with the reason when the process has ended, in AWS's words; "" for a plain exit.
    CompletableFuture<String> ended() {
        return process.onExit().thenApply(ended -> reason(ended.exitValue()));
    }

    /// Ends the process and everything that it started: asks, waits shortly, then kills. Blocks, with a limit.
    void end(boolean ask) {
        tree.end(ask);
    }

    /// The JDK reports the end by signal n as 128 + n, as a shell does.
    private static String reason(int exit) {
        return switch (exit) {
            case 0 -> "";
            case 134 -> "signal: aborted";
            case 137 -> "signal: killed";
            case 139 -> "signal: segmentation fault";
            case 143 -> "signal: terminated";
            default -> "exit status " + exit;
        };
    }

    /// What stands between a worker that a debugger can attach to and its init phase: a breakpoint in a constructor or a static
    /// initialiser is to be hit, and `suspend=y` would stop every worker that nobody debugs.
    static final class DebuggerGate {
        private static final Duration ATTACH_LIMIT = Duration.ofSeconds(30);
        private static final Duration LISTENING_LIMIT = Duration.ofSeconds(5);
        private static final long LOOK_MILLIS = 100;

        private final Optional<Debugger> debugger;
        private final Journal journal;
        private final CountDownLatch listens = new CountDownLatch(1);
        private final CompletableFuture<Void> attached = new CompletableFuture<>();
        private volatile int port; // another one each time that a debugger has left

        /// @param journal asked who is going to attach
        DebuggerGate(Optional<Debugger> debugger, Journal journal) {
            this.debugger = debugger;
            this.journal = journal;
        }

        /// Looks at a line of the worker; true when it is about the debugger, and so not the handler's.
        boolean takes(String line) {
            if (debugger.isEmpty()) return false;
            var listening = debugger.get().listening().matcher(line);
            if (!listening.matches()) return debugger.get().noise().matcher(line).matches();
            port = Integer.parseInt(listening.group(1));
            listens.countDown();
            return true;
        }

        OptionalInt port() {
            return port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
        }

        void attached() {
            attached.complete(null);
        }

        /// Announces the port once it is known; completes when the init phase may begin, at once where nobody is to be waited for.
        CompletableFuture<Void> open(String name, String function, long pid, Consumer<Entry> log) {
            if (debugger.isEmpty()) return CompletableFuture.completedFuture(null);
            var open = new CompletableFuture<Void>();
            Thread.ofVirtual().name("debugger of " + name).start(() -> {
                try {
                    var language = debugger.get().language();
                    if (listens.await(LISTENING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                        log.accept(new DebuggerListening(name, function, pid, language, port));
                        awaitAttached(name, language, log);
                    } else {
                        log.accept(new Note(name + " has named no port for a debugger; it starts without one"));
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e); // never completed so
                } finally {
                    open.complete(null);
                }
            });
            return open;
        }

        private void awaitAttached(String name, String language, Consumer<Entry> log) throws InterruptedException, ExecutionException {
            if (attached.isDone() || !journal.hasReaderThatAttaches(language)) return;
            log.accept(new Note(name + " waits for the debugger to attach, at most " + ATTACH_LIMIT.toSeconds() + " s"));
            long end = System.nanoTime() + ATTACH_LIMIT.toNanos();
            while (System.nanoTime() < end) {
                try {
                    attached.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException _) {
                    if (!journal.hasReaderThatAttaches(language)) return; // who wanted to attach has gone
                }
            }
            log.accept(new Note("no debugger has attached to " + name + " within " + ATTACH_LIMIT.toSeconds() + " s; it starts without one"));
        }

        /// Blocks until fixed ports are free, with a limit: the worker before may be on its way out.
        static void awaitFreePorts(Launch launch) throws IOException {
            if (launch.port().isPresent()) awaitFree(launch.port().getAsInt(), "where the function that you start finds the Runtime API");
            var debugger = launch.debugger().map(Debugger::fixedPort).orElse(OptionalInt.empty());
            if (debugger.isPresent()) awaitFree(debugger.getAsInt(), "on which it is to be debugged; debug = true takes a free one");
        }

        private static void awaitFree(int port, String what) throws IOException {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (true) {
                try (var probe = new ServerSocket()) {
                    probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    return;
                } catch (BindException e) {
                    if (System.nanoTime() > end) throw new IOException("port " + port + " of 127.0.0.1 is taken, " + what);
                    LockSupport.parkNanos(LOOK_MILLIS * 100_000);
                }
            }
        }
    }

    /// The most memory that a process has used, where the system tells (Linux). Asked anew at most five times a second.
    static final class PeakMemory {
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
                last = lines.filter(line -> line.startsWith("VmHWM:")).mapToInt(line -> (Integer.parseInt(line.replaceAll("\\D", "")) + 1023) / 1024).findFirst();
            } catch (IOException | java.io.UncheckedIOException _) {
                // No such file on this system, or the process is gone: what we knew last is the answer.
            }
            return last;
        }
    }

    /// The terminal that Smyth runs in, which a handler may read: `pdb`, a `Scanner`, a `readline`.
    ///
    /// It is lent to one worker at a time. Handed on as it is, it edits lines and passes them on by itself, nobody has to read for others,
    /// and a worker that reads nothing takes nothing away.
    public static final class Terminal {
        /// Every worker's standard input is empty.
        public static final Terminal NONE = new Terminal(() -> false);

        private final BooleanSupplier offered;
        private ExecutionEnvironment reader;

        /// @param offered whether there is a terminal, and one worker only that may run
        public Terminal(BooleanSupplier offered) {
            this.offered = offered;
        }

        boolean isOffered() {
            return offered.getAsBoolean();
        }

        /// Whether a worker that begins now may have it: one of older code that is still at work keeps it.
        synchronized boolean isFree() {
            return isOffered() && (reader == null || !reader.isBusy());
        }

        synchronized void lendTo(ExecutionEnvironment environment) {
            reader = environment;
        }
    }
}
