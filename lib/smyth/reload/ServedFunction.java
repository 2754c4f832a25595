package smyth.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import smyth.config.FunctionConfig;
import smyth.config.FunctionConfig.Debug;
import smyth.invocation.Outcome.Rejected;
import smyth.journal.Journal;
import smyth.journal.Journal.Entry.RevisionBuilding;
import smyth.journal.Journal.Entry.RevisionFailed;
import smyth.journal.Journal.Entry.RevisionReady;
import smyth.pool.EnvironmentPool;
import smyth.pool.EnvironmentPool.Revision;
import smyth.reload.Changes.Batch;
import smyth.runtime.Runtime;
import smyth.runtime.Runtime.Built;

/// A function that is served: its pool, and a thread that makes its revisions. A change closes the pool's gate at once; the gate opens
/// again on what the files have become.
public final class ServedFunction implements AutoCloseable {
    private static final int DEFAULT_MEMORY = 128;

    private final FunctionConfig config;
    private final String arn;
    private final EnvironmentPool pool;
    private final Runtime runtime;
    private final Journal journal;
    private final Consumer<ServedFunction> built;
    private final Changes changes = new Changes();
    private final Thread thread;
    private volatile Set<Path> watched = Set.of();
    private volatile long builtFrom;
    private int revision;

    /// @param built called after each build, when [#watched] may have changed
    ServedFunction(FunctionConfig config, String arn, EnvironmentPool pool, Runtime runtime, Journal journal, Consumer<ServedFunction> built) {
        this.config = config;
        this.arn = arn;
        this.pool = pool;
        this.runtime = runtime;
        this.journal = journal;
        this.built = built;
        this.thread = Thread.ofVirtual().name("revisions of " + config.name()).unstarted(this::work);
    }

    void start() {
        changes.begin();
        thread.start();
    }

    public EnvironmentPool pool() {
        return pool;
    }

    FunctionConfig config() {
        return config;
    }

    Set<Path> watched() {
        return watched;
    }

    /// When the files of the last build began to be read, in milliseconds of the clock that files have.
    long builtFrom() {
        return builtFrom;
    }

    boolean isMadeOf(Path path) {
        return watched.stream().anyMatch(root -> path.startsWith(root) || root.startsWith(path));
    }

    /// Called on the watcher's thread; does not block.
    void changed(Path path) {
        synchronized (this) {
            pool.building();
            changes.add(path);
        }
    }

    private void work() {
        try {
            while (true) {
                var batch = changes.take();
                try {
                    if (!build(batch)) changes.giveBack(batch);
                } catch (InterruptedException e) {
                    changes.giveBack(batch);
                    if (changes.isCurrent(batch)) throw e; // not by a change, so by close
                } finally {
                    changes.finish();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether the result was put in force; otherwise there is newer work
    private boolean build(Batch batch) throws InterruptedException {
        long begun = System.nanoTime();
        builtFrom = System.currentTimeMillis();
        journal.append(new RevisionBuilding(config.name(), batch.names()));
        Built result;
        try {
            result = runtime.build();
        } catch (RuntimeException e) {
            result = new Built.Broken(config.name() + " cannot be built: " + e, watched);
        }
        watched = result.watched();
        built.accept(this);
        if (result instanceof Built.Broken && !changes.isSettled(batch)) return false;
        synchronized (this) {
            if (!changes.isCurrent(batch)) return false;
            switch (result) {
                case Built.Runnable(var launch, var start, _) -> {
                    pool.ready(new Revision(++revision, launch, start, arn, config.timeout(), config.debug() instanceof Debug.Off, config.memorySize().orElse(DEFAULT_MEMORY)));
                    journal.append(new RevisionReady(config.name(), revision, Duration.ofNanos(System.nanoTime() - begun), batch.names()));
                }
                case Built.Broken(var message, _) -> {
                    pool.failed(new Rejected("Smyth.CompileError", message));
                    journal.append(new RevisionFailed(config.name(), message));
                }
            }
        }
        return true;
    }

    /// No more revisions; invocations under way finish, and the pool ends with the last of them.
    void retire() {
        thread.interrupt();
        pool.retire();
    }

    /// Ends every worker. Blocks, with a limit.
    @Override
    public void close() {
        thread.interrupt();
        pool.close();
    }
}
