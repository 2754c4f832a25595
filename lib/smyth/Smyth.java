package smyth;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import smyth.build.CacheFolder;
import smyth.config.Config;
import smyth.http.DevServer;
import smyth.http.Site;
import smyth.invocation.Invocation;
import smyth.invocation.Invocation.EnvironmentStatus;
import smyth.invocation.Invocation.Outcome;
import smyth.invocation.Invocation.Outcome.Rejected;
import smyth.journal.Journal;
import smyth.journal.Journal.Entry.Note;
import smyth.pool.EnvironmentPool;
import smyth.pool.WorkerProcess.Guard;
import smyth.reload.Reloader;
import smyth.reload.Reloader.Served;
import smyth.runtime.Runtimes;

/// Smyth at work: the one place that puts the parts together, and the front door of the library.
///
/// ```java
/// try (var smyth = Smyth.start(ConfigReader.read(Path.of(".")), new Journal())) {
///     var outcome = smyth.invoke(Invocation.of("orders", event));
/// }
/// ```
public final class Smyth implements AutoCloseable {
    private static final Duration LAST_REPLIES = Duration.ofSeconds(0);

    private final Config config;
    private final Journal journal;
    private final Guard guard;
    private final Map<String, Served> functions = new LinkedHashMap<>();
    private final DevServer server;
    private final Runtimes runtimes;
    private final Reloader reloader;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Smyth(Config config, Journal journal) throws IOException {
        this.config = config;
        this.journal = journal;
        this.guard = Guard.start();
        var site = Site.of(config);
        for (var function : config.functions())
            functions.put(function.name(), new Served(function, new EnvironmentPool(function.name(), function.concurrency(), function.strategy(), journal, guard)));
        try {
            this.server = DevServer.start(new InetSocketAddress(config.host(), config.port()), () -> site, this::invoke, this::status, journal);
        } catch (IOException e) {
            guard.close();
            throw e;
        }
        this.runtimes = new Runtimes(System.getenv(), CacheFolder.of(System.getenv(), System.getProperties()), this::note);
        this.reloader = new Reloader(config, journal, served -> runtimes.of(config, served.config(), url(), this::note));
    }

    /// Binds the port and returns; class paths and first compilations go on behind it, and requests wait for them.
    ///
    /// @throws IOException when the port cannot be bound
    public static Smyth start(Config config, Journal journal) throws IOException {
        var smyth = new Smyth(config, journal);
        smyth.reloader.start(List.copyOf(smyth.functions.values()));
        return smyth;
    }

    /// `http://127.0.0.1:8080`: also for `0.0.0.0` an address to click.
    public String url() {
        var host = switch (config.host()) {
            case "0.0.0.0", "::", "" -> "127.0.0.1";
            case String name when name.contains(":") -> "[" + name + "]";
            case String name -> name;
        };
        return "http://" + host + ":" + server.port();
    }

    /// Blocks until the invocation has ended, however it ended.
    public Outcome invoke(Invocation invocation) throws InterruptedException {
        var served = functions.get(invocation.function());
        return served == null ? new Rejected("Smyth.UnknownFunction", "no function '" + invocation.function() + "'; there are " + functions.keySet()) : served.pool().invoke(invocation);
    }

    /// What the execution environments of a function are doing; one entry for each that may be.
    public List<EnvironmentStatus> status(String function) {
        return functions.get(function).pool().status();
    }

    private void note(String text) {
        journal.append(new Note(text));
    }

    /// Blocks until [#close] is done.
    public void await() throws InterruptedException {
        closed.await();
    }

    /// Takes no more requests and ends every process that was started. Blocks, with a limit.
    @Override
    public void close() {
        reloader.close();
        var pools = functions.values().stream().map(served -> Thread.startVirtualThread(served.pool()::close)).toList();
        for (var pool : pools) {
            try {
                pool.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        server.stop(LAST_REPLIES);
        runtimes.close();
        guard.close();
        closed.countDown();
    }
}
