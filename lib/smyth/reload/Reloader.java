package smyth.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.event.Account;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;
import smyth.watch.SourceWatcher;

/// Keeps what is served true to the files: a changed source makes a new revision of the functions made of it, a changed
/// configuration another set of functions. Only what changed is touched.
public final class Reloader implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Parts parts;
    private final Journal journal;
    private final Optional<SourceWatcher> watcher;
    private final Changes configChanges = new Changes(true);
    private final Thread configThread = Thread.ofVirtual().name("configuration").unstarted(this::followConfig);
    private volatile Map<String, ServedFunction> functions = Map.of();
    private volatile CompletableFuture<Config> config;
    private volatile Config inForce;
    private volatile boolean closed;

    /// @param watch whether files are watched at all
    public Reloader(Config config, Parts parts, Journal journal, boolean watch) {
        this.parts = parts;
        this.journal = journal;
        this.inForce = config;
        this.config = CompletableFuture.completedFuture(config);
        this.watcher = watch ? Optional.of(new SourceWatcher(this::changed,
                warning -> journal.append(new Note(warning)))) : Optional.empty();
    }

    /// Begins to build and to watch; waits for neither.
    public void start() {
        serve(inForce);
        configThread.start();
    }

    /// The configuration in force. Blocks while a changed one is being read, at most 30 s.
    public Config config() {
        var present = config;
        if (present.isDone()) return present.join();
        return present.completeOnTimeout(inForce, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    public Optional<ServedFunction> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /// In the order of the configuration.
    public Collection<ServedFunction> functions() {
        return functions.values();
    }

    /// On the watcher's thread: gates close here and now.
    private void changed(Path path) {
        if (closed) return;
        for (var function : functions.values()) if (function.isMadeOf(path)) function.changed(path);
        if (inForce.readFrom().stream().anyMatch(file -> file.equals(path) || file.startsWith(path))) {
            synchronized (this) {
                if (config.isDone()) config = new CompletableFuture<>();
                configChanges.add(path);
            }
        }
    }

    private void followConfig() {
        try {
            while (true) {
                var batch = configChanges.take();
                configChanges.finish(); // reading takes no time worth an interrupt
                Config next = inForce;
                try {
                    next = parts.read();
                } catch (ConfigException e) {
                    if (!configChanges.isSettled(batch)) continue;
                    journal.append(new Note(e.getMessage() + "\nthe configuration before it stays in force"));
                }
                synchronized (this) {
                    if (!configChanges.isCurrent(batch)) continue;
                    if (!next.equals(inForce)) putInForce(next);
                    config.complete(inForce);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void putInForce(Config next) {
        if (!next.host().equals(inForce.host()) || next.port() != inForce.port())
            journal.append(new Note("host and port are taken when Smyth starts: restart it to listen on " + next.host()
                    + ":" + next.port()));
        serve(next);
        journal.append(new Note("configuration reloaded"));
    }

    /// Makes these the functions that are served. Those whose code and execution are as before go on untouched,
    /// whatever triggers them: a changed route needs no other worker.
    private void serve(Config next) {
        boolean same = sameSurroundings(inForce, next);
        var before = new LinkedHashMap<>(functions);
        var after = new LinkedHashMap<String, ServedFunction>();
        var fresh = new HashSet<ServedFunction>();
        for (var function : next.functions()) {
            var present = before.get(function.name());
            if (present != null && same && present.function().runsLike(function)) {
                before.remove(function.name());
                after.put(function.name(), present);
            } else {
                var arn = new Account(next.region(), next.accountId()).functionArn(function.name());
                var served = new ServedFunction(function, arn, parts.pool(function), parts.runtime(next, function),
                        journal, this::built);
                after.put(function.name(), served);
                fresh.add(served);
            }
        }
        functions = Collections.unmodifiableMap(after);
        inForce = next;
        watch();
        fresh.forEach(ServedFunction::start);
        before.values().forEach(ServedFunction::retire);
    }

    /// Whether what every worker gets beside its function's own settings is unchanged.
    private static boolean sameSurroundings(Config one, Config other) {
        return one.folder().equals(other.folder()) && one.region().equals(other.region())
                && one.accountId().equals(other.accountId())
                && one.inheritCredentials() == other.inheritCredentials();
    }

    /// A build says what to watch. Changes between its reading and our watching are found by their time.
    private void built(ServedFunction function) {
        if (!watch()) return;
        function.recheck();
    }

    /// @return whether there is anything new to watch
    private boolean watch() {
        if (watcher.isEmpty() || closed) return false;
        var paths = new HashSet<>(inForce.readFrom());
        for (var function : functions.values()) paths.addAll(function.watched());
        return watcher.get().watch(Set.copyOf(paths));
    }

    /// Ends the watching and every worker. Blocks, with a limit.
    @Override
    public void close() {
        closed = true;
        configThread.interrupt();
        watcher.ifPresent(watching -> {
            try {
                watching.close();
            } catch (IOException _) {
                // No one is looking any more.
            }
        });
        var ends = functions.values().stream().map(function -> Thread.startVirtualThread(function::close)).toList();
        for (var end : ends) {
            try {
                end.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
