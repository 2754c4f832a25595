package smyth.pool;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import smyth.journal.Entry;
import smyth.journal.Entry.DebuggerListening;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;
import smyth.runtime.Debugger;
import smyth.runtime.Launch;

/// Holds back the init phase of a worker until its debugger has attached, so that breakpoints in constructors and
/// static initializers are hit. `suspend=y` would also stop the workers that are not debugged.
final class DebuggerGate {
    private static final Duration ATTACH_LIMIT = Duration.ofSeconds(30);
    private static final Duration LISTENING_LIMIT = Duration.ofSeconds(5);
    private static final Duration FREE_LIMIT = Duration.ofSeconds(5);
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

    /// Announces the port once it is known; completes when the init phase may begin, at once if no debugger is
    /// expected.
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

    private void awaitAttached(String name, String language, Consumer<Entry> log)
            throws InterruptedException, ExecutionException {
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
        log.accept(new Note("no debugger has attached to " + name + " within " + ATTACH_LIMIT.toSeconds()
                + " s; it starts without one"));
    }

    /// Blocks until fixed ports are free, with a limit: the worker before may be on its way out.
    static void awaitFreePorts(Launch launch) throws IOException {
        if (launch.port().isPresent())
            awaitFree(launch.port().getAsInt(), "where the function that you start finds the Runtime API");
        var debugger = launch.debugger().map(Debugger::fixedPort).orElse(OptionalInt.empty());
        if (debugger.isPresent())
            awaitFree(debugger.getAsInt(), "on which it is to be debugged; debug = true takes a free one");
    }

    private static void awaitFree(int port, String what) throws IOException {
        long end = System.nanoTime() + FREE_LIMIT.toNanos();
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
