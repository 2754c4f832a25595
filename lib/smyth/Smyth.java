package smyth;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import smyth.classpath.CacheFolder;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.http.DevServer;
import smyth.http.Site;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Rejected;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;
import smyth.pool.EnvironmentPool;
import smyth.pool.Guard;
import smyth.pool.Terminal;
import smyth.reload.Reloader;
import smyth.reload.Parts;
import smyth.runtime.Runtime;
import smyth.runtime.Runtimes;

/// Smyth at work: the one place that puts the parts together, and the front door of the library.
///
/// ```java
/// try (var smyth = Smyth.start(() -> ConfigReader.read(Path.of(".")), true, new Journal())) {
///     var outcome = smyth.invoke(Invocation.of("orders", event));
/// }
/// ```
public final class Smyth implements AutoCloseable {
    private static final Duration LAST_REPLIES = Duration.ofSeconds(1);

    private final Config first;
    private final Journal journal;
    private final Guard guard;
    private final Runtimes runtimes;
    private final Reloader reloader;
    private final DevServer server;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Served served;

    /// Where the configuration comes from; asked again when one of its files has changed.
    @FunctionalInterface
    public interface ConfigSource {
        Config read() throws ConfigException;
    }

    /// A configuration with what the HTTP front makes of it.
    private record Served(Config config, Site site) {
        Served(Config config) {
            this(config, Site.of(config));
        }
    }

    private Smyth(ConfigSource source, boolean watch, boolean terminal, Journal journal)
            throws IOException, ConfigException {
        this.first = source.read();
        this.served = new Served(first);
        this.journal = journal;
        this.guard = Guard.start();
        this.runtimes = new Runtimes(System.getenv(), CacheFolder.of(System.getenv(), System.getProperties()),
                this::note);
        this.reloader = new Reloader(first, new Workshop(source, watch, terminal), journal, watch);
        try {
            this.server = DevServer.start(new InetSocketAddress(first.host(), first.port()), this::site, this::invoke,
                    this::status, this::attached, journal);
        } catch (BindException e) {
            guard.close();
            throw new BindException("port " + first.port() + " of " + first.host() + " is taken");
        } catch (IOException e) {
            guard.close();
            throw e;
        }
    }

    /// Binds the port and returns; class paths and first compilations go on behind it, and requests wait for them.
    ///
    /// @param watch whether changed files are put in force while it runs
    /// @throws IOException when the port cannot be bound
    public static Smyth start(ConfigSource source, boolean watch, Journal journal) throws IOException, ConfigException {
        return start(source, watch, false, journal);
    }

    /// The same in a terminal, which a handler may read when only one worker can run.
    ///
    /// @param terminal whether our standard input is one
    public static Smyth start(ConfigSource source, boolean watch, boolean terminal, Journal journal)
            throws IOException, ConfigException {
        var smyth = new Smyth(source, watch, terminal, journal);
        smyth.reloader.start();
        smyth.started.countDown();
        if (watch) smyth.runtimes.warmUpSoon();
        return smyth;
    }

    /// `http://127.0.0.1:8080`: also for `0.0.0.0` an address to click.
    public String url() {
        var host = switch (first.host()) {
            case "0.0.0.0", "::", "" -> "127.0.0.1";
            case String name when name.contains(":") -> "[" + name + "]";
            case String name -> name;
        };
        return "http://" + host + ":" + server.port();
    }

    /// The configuration in force.
    public Config config() {
        return reloader.config();
    }

    /// Blocks until the invocation has ended, however it ended.
    public Outcome invoke(Invocation invocation) throws InterruptedException {
        started.await();
        while (true) {
            var function = reloader.function(invocation.function());
            if (function.isEmpty())
                return new Rejected("Smyth.UnknownFunction", "there is no function '" + invocation.function() + "'");
            var outcome = function.get().pool().invoke(invocation);
            if (outcome != EnvironmentPool.RETIRED) return outcome;
        }
    }

    /// What the execution environments of a function are doing; one entry for each that may be.
    public List<EnvironmentStatus> status(String function) {
        return reloader.function(function).map(found -> found.pool().status()).orElse(List.of());
    }

    /// Says that the debugger of an execution environment is in place, or that none will come: its init phase may
    /// begin.
    ///
    /// @param environment `orders:0`
    /// @param pid         of the worker that is meant; empty for whichever is there
    /// @return whether that worker is there
    public boolean attached(String environment, OptionalLong pid) {
        return reloader.function(environment.replaceFirst(":\\d+$", ""))
                .filter(found -> found.pool().attached(environment, pid)).isPresent();
    }

    private Site site() {
        var config = reloader.config();
        var present = served;
        if (present.config() == config) return present.site();
        var next = new Served(config);
        served = next;
        return next.site();
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
        // no new requests; those under way end with their workers
        var front = Thread.startVirtualThread(() -> server.stop(LAST_REPLIES));
        reloader.close();
        try {
            front.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        runtimes.close();
        guard.close();
        closed.countDown();
    }

    /// What the reloader builds with.
    private final class Workshop implements Parts {
        private final ConfigSource source;
        private final boolean watch;
        private final Terminal terminal;

        Workshop(ConfigSource source, boolean watch, boolean terminal) {
            this.source = source;
            this.watch = watch;
            this.terminal = new Terminal(() -> terminal && reloader.functions().size() == 1);
        }

        @Override
        public Config read() throws ConfigException {
            return source.read();
        }

        @Override
        public EnvironmentPool pool(Function function) {
            return new EnvironmentPool(function.name(), function.execution().concurrency(),
                    function.execution().strategy(),
                    watch && function.execution().reserve() > 0, terminal, journal, guard);
        }

        @Override
        public Runtime runtime(Config config, Function function) {
            return runtimes.of(config, function, url(), Smyth.this::note);
        }
    }
}
