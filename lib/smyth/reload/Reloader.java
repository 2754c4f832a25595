package smyth.reload;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import smyth.config.Config;
import smyth.config.FunctionConfig;
import smyth.config.FunctionConfig.Debug;
import smyth.event.Integration.Account;
import smyth.invocation.Invocation.Outcome.Rejected;
import smyth.journal.Journal;
import smyth.journal.Journal.Entry.RevisionBuilding;
import smyth.journal.Journal.Entry.RevisionFailed;
import smyth.journal.Journal.Entry.RevisionReady;
import smyth.pool.EnvironmentPool;
import smyth.pool.EnvironmentPool.Revision;
import smyth.runtime.Runtime;
import smyth.runtime.Runtime.Built;
import smyth.runtime.Runtime.Launch;
import smyth.runtimeapi.RuntimeApi.Start;

/// Makes revisions of functions and puts them in force: gate closed, build, gate open.
public final class Reloader implements AutoCloseable {
    private static final int DEFAULT_MEMORY = 128;

    private final Config config;
    private final Journal journal;
    private final Function<Served, Runtime> runtimes;
    private final ExecutorService builds = Executors.newVirtualThreadPerTaskExecutor();

    public Reloader(Config config, Journal journal, Function<Served, Runtime> runtimes) {
        this.config = config;
        this.journal = journal;
        this.runtimes = runtimes;
    }

    /// Builds the first revision of each. Does not wait for them.
    public void start(List<Served> functions) {
        for (var served : functions) builds.submit(() -> first(served));
    }

    private void first(Served served) {
        try {
            build(served, runtimes.apply(served), 1, List.of());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(served, e.toString());
            throw e;
        }
    }

    private void build(Served served, Runtime runtime, int number, List<String> changed) throws InterruptedException {
        var name = served.config().name();
        long begun = System.nanoTime();
        journal.append(new RevisionBuilding(name, changed));
        switch (runtime.build()) {
            case Built.Runnable(var launch, var start, _) -> {
                served.pool().ready(revision(served.config(), number, launch, start));
                journal.append(new RevisionReady(name, number, Duration.ofNanos(System.nanoTime() - begun), changed));
            }
            case Built.Broken(var message, _) -> fail(served, message);
        }
    }

    private void fail(Served served, String message) {
        served.pool().failed(new Rejected("Smyth.CompileError", message));
        journal.append(new RevisionFailed(served.config().name(), message));
    }

    private Revision revision(FunctionConfig function, int number, Launch launch, Optional<Start> start) {
        var arn = new Account(config.region(), config.accountId()).functionArn(function.name());
        return new Revision(number, launch, start, arn, function.timeout(), function.debug() instanceof Debug.Off, function.memorySize().orElse(DEFAULT_MEMORY));
    }

    @Override
    public void close() {
        builds.shutdownNow();
    }

    /// A function with the execution environments that serve it.
    public record Served(FunctionConfig config, EnvironmentPool pool) {}
}
