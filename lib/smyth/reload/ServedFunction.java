package smyth.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import smyth.classpath.Diagnostic;
import smyth.config.Debug;
import smyth.config.Function;
import smyth.invocation.Outcome.Rejected;
import smyth.journal.Entry.RevisionBuilding;
import smyth.journal.Entry.RevisionFailed;
import smyth.journal.Entry.RevisionReady;
import smyth.journal.Journal;
import smyth.pool.EnvironmentPool;
import smyth.pool.Revision;
import smyth.reload.Changes.Batch;
import smyth.runtime.Built;
import smyth.runtime.Runtime;
import smyth.runtimeapi.Start;

/// A function that is served: its pool, and a thread that makes its revisions. A change closes the pool's gate at once;
/// the gate opens again on what the files have become.
public final class ServedFunction implements AutoCloseable {
    private static final int DEFAULT_MEMORY = 128;
    private static final long CLOCK_TICK_MILLIS = 10; // so far file times lag behind

    private final Function function;
    private final String arn;
    private final EnvironmentPool pool;
    private final Runtime runtime;
    private final Journal journal;
    private final Consumer<ServedFunction> built;
    private final Changes changes;
    private final Thread thread;
    private volatile Set<Path> watched = Set.of();
    private volatile long builtFrom;
    private int revision;
    /// What the last build came to.
    private volatile Built present;

    /// @param built called after each build, when [#watched] may have changed
    ServedFunction(Function function, String arn, EnvironmentPool pool, Runtime runtime, Journal journal,
            Consumer<ServedFunction> built) {
        this.function = function;
        this.arn = arn;
        this.pool = pool;
        this.runtime = runtime;
        this.journal = journal;
        this.built = built;
        this.changes = new Changes(runtime.isDroppable());
        this.thread = Thread.ofVirtual().name("revisions of " + function.name()).unstarted(this::work);
    }

    void start() {
        changes.begin();
        thread.start();
    }

    public EnvironmentPool pool() {
        return pool;
    }

    Function function() {
        return function;
    }

    Set<Path> watched() {
        return watched;
    }

    /// Builds again if a file was written since the last build began to read: its time tells, whether or not the
    /// watcher does.
    ///
    /// @return whether there is one
    boolean recheck() {
        long now = System.currentTimeMillis();
        var late = watched.stream().flatMap(root -> modified(root, builtFrom - CLOCK_TICK_MILLIS, now).stream())
                .findFirst();
        late.ifPresent(path -> {
            if (present == null) changes.begin();
            else changed(path);
        });
        return late.isPresent();
    }

    private static Optional<Path> modified(Path root, long from, long to) {
        if (!Files.exists(root)) return Optional.empty();
        try (var files = Files.walk(root)) {
            return files
                    .filter(file -> Files.isRegularFile(file) && lastModified(file) > from && lastModified(file) <= to)
                    .findFirst();
        } catch (IOException | UncheckedIOException _) {
            return Optional.of(root); // something came or went just now
        }
    }

    private static long lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException _) {
            return 0;
        }
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
        journal.append(new RevisionBuilding(function.name(), batch.names()));
        Built result;
        try {
            result = runtime.build();
        } catch (RuntimeException e) {
            result = new Built.Broken(function.name() + " cannot be built: " + e, List.of(), watched);
        }
        watched = result.watched();
        built.accept(this);
        if (result instanceof Built.Broken && !isSettled(batch)) return false;
        synchronized (this) {
            if (!changes.isCurrent(batch)) return false;
            boolean same = isSame(result, batch);
            present = result;
            if (same) {
                pool.unchanged();
                return true;
            }
            switch (result) {
                case Built.Runnable(var launch, var start, _) -> {
                    pool.ready(new Revision(++revision, launch, start, arn, function.execution().timeout(),
                            function.execution().debug() instanceof Debug.Off,
                            function.execution().memory().orElse(DEFAULT_MEMORY)));
                    journal.append(new RevisionReady(function.name(), revision,
                            Duration.ofNanos(System.nanoTime() - begun), batch.names()));
                }
                case Built.Broken(var message, var diagnostics, _) -> {
                    pool.failed(new Rejected("Smyth.CompileError", message));
                    journal.append(new RevisionFailed(function.name(), message,
                            diagnostics.stream().map(Diagnostic::fileMessage).toList()));
                }
            }
        }
        return true;
    }

    /// Whether an error is about the files as they are: on a busy machine the word of a change comes late.
    private boolean isSettled(Batch batch) throws InterruptedException {
        return changes.isSettled(batch) && !recheck();
    }

    /// Whether the changed files are not part of what runs, such as a log that is written into the project.
    /// Compiled classes lie in a folder named by what they were compiled from; code that runs where it lies is always
    /// taken for changed.
    private boolean isSame(Built result, Batch batch) {
        if (function.code().build().isPresent() || !(present instanceof Built.Runnable before)
                || !(result instanceof Built.Runnable after))
            return false;
        if (!before.launch().equals(after.launch()) || !before.start().equals(after.start())) return false;
        var classpath = after.start().map(Start::classpath).orElse(List.of());
        if (classpath.isEmpty() || isMadeOf(classpath.getFirst())) return false;
        return batch.paths().stream().noneMatch(
                path -> classpath.stream().anyMatch(entry -> path.startsWith(entry) || entry.startsWith(path)));
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
