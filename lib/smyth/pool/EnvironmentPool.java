package smyth.pool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import smyth.config.Strategy;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.TraceId;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;

/// Up to `concurrency` execution environments of one function.
///
/// A gate stands before them: invocations wait while a revision is made, run on it when it is ready, and are rejected
/// with its message when it failed. [#invoke] blocks; who waits is served in order. Safe for use by many threads.
public final class EnvironmentPool implements Invoker, AutoCloseable {
    /// What a retired pool answers: ask the function's present one.
    public static final Rejected RETIRED = new Rejected("Smyth.Retired",
            "the function's settings changed; send the request again");

    private static final byte[] NOTHING = {};
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(30); // a change is told by then

    private final String function;
    private final DispatchStrategy strategy;
    private final Journal journal;
    private final Guard guard;
    private final Terminal terminal;
    private final Reserve reserve;
    private final Place[] places;

    // Guarded by this.
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Set<Place> detached = new HashSet<>();
    private Revision revision;
    private Rejected rejection;
    private boolean open;
    private boolean closed;
    private boolean retired;

    /// The gate is closed until the first [#ready] or [#failed].
    ///
    /// @param reserve  whether a booted worker is kept from the first reload on, so that the next one is short
    /// @param terminal what the one worker may read; with more than one none reads it
    public EnvironmentPool(String function, int concurrency, Strategy strategy, boolean reserve, Terminal terminal,
            Journal journal, Guard guard) {
        this.function = function;
        this.strategy = DispatchStrategy.of(strategy);
        this.journal = journal;
        this.guard = guard;
        this.terminal = concurrency == 1 ? terminal : Terminal.NONE;
        this.reserve = new Reserve(function, reserve, this.terminal, journal, guard);
        this.places = new Place[concurrency];
        Arrays.setAll(places, index -> new Place(function + ":" + index));
    }

    private record Waiter(Invocation invocation, CompletableFuture<Turn> turn) {}

    /// What a wait ends with.
    private sealed interface Turn {
        record At(Place place) implements Turn {}

        record Never(Rejected why) implements Turn {}
    }

    @Override
    public Outcome invoke(Invocation invocation) throws InterruptedException {
        var waiter = new Waiter(invocation, new CompletableFuture<>());
        synchronized (this) {
            if (rejection != null && open) return rejection;
            if (waitsForItself(invocation)) return new Rejected("Smyth.InvocationLoop",
                    function + " waits for itself: all of its " + places.length
                            + " execution environments are busy with invocations that led to this one; raise handlers."
                            + function + ".concurrency");
            waiters.add(waiter);
            dispatch();
        }
        return switch (await(waiter)) {
            case Turn.Never(var why) -> why;
            case Turn.At(var place) -> invoke(invocation, place);
        };
    }

    private Turn await(Waiter waiter) throws InterruptedException {
        try {
            return waiter.turn.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never completed so
        } catch (InterruptedException e) {
            giveUp(waiter);
            throw e;
        }
    }

    private Outcome invoke(Invocation invocation, Place place) throws InterruptedException {
        CompletionStage<Void> free = CompletableFuture.completedFuture(null);
        try {
            var environment = environment(place);
            var outcome = environment.invoke(invocation);
            free = environment.free();
            if (environment.isInitialized() || !(outcome instanceof Failed) || !changesMeanwhile(environment))
                return outcome;
        } catch (IOException e) {
            return new Rejected("Runtime.InvalidEntrypoint", cannotStart(e));
        } finally {
            free.thenRun(() -> release(place)); // the place is taken as long as the answer streams
        }
        return invoke(invocation); // the handler has not been called
    }

    /// Whether the code changes while its init phase fails: the worker may have read a file that was only being
    /// written. Blocks for a moment.
    private boolean changesMeanwhile(ExecutionEnvironment environment) throws InterruptedException {
        for (long end = System.nanoTime() + SETTLE_NANOS; System.nanoTime() < end; TimeUnit.MILLISECONDS.sleep(2)) {
            synchronized (this) {
                if (closed) return false;
                if (!open || revision != environment.revision()) return true;
            }
        }
        return false;
    }

    private String cannotStart(IOException why) {
        return "the worker of " + function + " cannot be started: " + why.getMessage();
    }

    /// Closes the gate: what comes now waits for [#ready] or [#failed]. Meanwhile a worker may boot for it.
    public synchronized void building() {
        open = closed || retired;
        if (!open && revision != null && revision.start().isPresent()) reserve.fill(revision.launch());
    }

    /// Opens the gate to new code. Idle execution environments of older revisions stop, busy ones as soon as they are
    /// done.
    public void ready(Revision next) {
        List<ExecutionEnvironment> old;
        synchronized (this) {
            if (closed || retired) return;
            revision = next;
            rejection = null;
            open = true;
            old = takeIdle();
            detachBusy();
            dispatch();
        }
        old.forEach(environment -> stop(environment, "revision " + next.number()));
        if (next.launch().port().isPresent()) Thread.ofVirtual().name("Runtime API of " + function).start(this::open);
    }

    /// Opens the gate to what it was closed before.
    public synchronized void unchanged() {
        open = true;
        dispatch();
    }

    /// Opens the gate to nothing: every invocation is rejected until [#ready].
    public void failed(Rejected why) {
        List<ExecutionEnvironment> old;
        synchronized (this) {
            if (closed || retired) return;
            rejection = why;
            revision = null;
            open = true;
            old = takeIdle();
            dispatch();
        }
        old.forEach(environment -> stop(environment, why.errorType()));
    }

    /// Another pool takes over. Invocations under way finish here, all others get [#RETIRED]; workers end as soon as
    /// they are idle.
    public void retire() {
        List<ExecutionEnvironment> old;
        synchronized (this) {
            retired = true;
            rejection = RETIRED;
            open = true;
            old = takeIdle();
            dispatch();
        }
        old.forEach(environment -> stop(environment, "replaced"));
        reserve.close();
    }

    /// Says that the debugger of an execution environment is in place, or that none will come: its init phase may
    /// begin.
    ///
    /// @param pid of the worker that is meant; empty for whichever is there
    /// @return whether that worker is there
    public synchronized boolean attached(String name, OptionalLong pid) {
        for (var place : places) {
            if (!place.name.equals(name) || place.environment == null) continue;
            if (pid.isPresent() && pid.getAsLong() != place.environment.pid()) continue;
            place.environment.attached();
            return true;
        }
        return false;
    }

    public synchronized List<EnvironmentStatus> status() {
        return Arrays.stream(places).map(Place::status).toList();
    }

    /// Ends every worker, also busy ones. Blocks, with a limit; afterwards everything is rejected.
    @Override
    public void close() {
        var all = new ArrayList<ExecutionEnvironment>();
        synchronized (this) {
            closed = true;
            rejection = new Rejected("Smyth.Stopping", "Smyth is stopping");
            revision = null;
            open = true;
            for (var place : places) if (place.environment != null) all.add(place.environment);
            for (var place : detached) if (place.environment != null) all.add(place.environment);
            dispatch();
        }
        var threads = all.stream()
                .map(environment -> Thread.startVirtualThread(() -> environment.stop("Smyth stops", true))).toList();
        for (var thread : threads) join(thread);
        reserve.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Serves those who wait, in order, as long as there is a place. Called under the lock.
    private void dispatch() {
        while (open && !waiters.isEmpty()) {
            if (rejection != null) {
                waiters.remove().turn.complete(new Turn.Never(rejection));
                continue;
            }
            var readiness = new Readiness[places.length];
            for (int i = 0; i < readiness.length; i++) readiness[i] = places[i].readiness();
            var chosen = strategy.choose(Arrays.asList(readiness));
            if (chosen.isEmpty()) return;
            var waiter = waiters.remove();
            var place = places[chosen.getAsInt()];
            place.serving = waiter.invocation;
            waiter.turn.complete(new Turn.At(place));
        }
    }

    /// The place's execution environment, or a new one where there is none, it died, or its code is old.
    private ExecutionEnvironment environment(Place place) throws IOException {
        ExecutionEnvironment present;
        Revision wanted;
        synchronized (this) {
            present = place.environment;
            wanted = revision;
            if (present != null && present.isUsable() && (wanted == null || present.revision() == wanted))
                return present;
            place.environment = null;
        }
        if (present != null) stop(present, "replaced");
        if (wanted == null) throw new IOException("its code or Smyth is just changing; send the request again");
        boolean readsTerminal = terminal.isFree();
        if (!readsTerminal && terminal.isOffered()) journal.append(new Note(place.name
                + " cannot read the terminal, which the worker before it still uses; its standard input is empty"));
        var booted = reserve.take(wanted.launch(), readsTerminal);
        var environment = booted.isPresent() ? booted.get()
                : ExecutionEnvironment.boot(place.name, wanted.launch(), readsTerminal, journal, guard, () -> NOTHING);
        if (readsTerminal) terminal.lendTo(environment);
        environment.begin(place.name, function, wanted);
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) place.environment = environment;
        }
        if (late) environment.stop("Smyth stops", false);
        environment.stopped().thenRun(() -> forget(place, environment));
        environment.loaded().thenAccept(reserve::learn);
        return environment;
    }

    private void release(Place place) {
        ExecutionEnvironment old = null;
        synchronized (this) {
            place.serving = null;
            detached.remove(place);
            if (place.environment != null
                    && (!place.environment.isUsable() || place.environment.revision() != revision || retired)) {
                old = place.environment;
                place.environment = null;
            }
            dispatch();
            if (open && !closed && !retired && revision != null && revision.number() > 1
                    && revision.start().isPresent())
                reserve.fill(revision.launch());
        }
        if (old != null) stop(old, "replaced");
    }

    private void forget(Place place, ExecutionEnvironment gone) {
        boolean awaited;
        synchronized (this) {
            if (place.environment == gone) place.environment = null;
            awaited = !closed && !retired && revision != null && revision.launch().port().isPresent();
        }
        if (awaited) open();
    }

    /// Has the Runtime API there for a function that somebody else starts, which he may do before the first
    /// invocation, and after each end.
    private void open() {
        var opening = new Waiter(Invocation.of(function, new byte[0]), new CompletableFuture<>());
        synchronized (this) {
            waiters.add(opening);
            dispatch();
        }
        try {
            if (!(await(opening) instanceof Turn.At(var place))) return;
            try {
                environment(place);
            } finally {
                release(place);
            }
        } catch (IOException e) {
            journal.append(new Note(cannotStart(e)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp(Waiter waiter) {
        synchronized (this) {
            if (waiters.remove(waiter)) return;
        }
        if (waiter.turn.join() instanceof Turn.At(var place)) release(place);
    }

    private List<ExecutionEnvironment> takeIdle() {
        var idle = new ArrayList<ExecutionEnvironment>();
        for (var place : places) {
            if (place.serving != null || place.environment == null) continue;
            idle.add(place.environment);
            place.environment = null;
        }
        return idle;
    }

    /// Old code that is still at work keeps nobody waiting: its place is given anew, and it ends when it is done.
    private void detachBusy() {
        for (int i = 0; i < places.length; i++) {
            if (places[i].serving == null) continue;
            detached.add(places[i]);
            places[i] = new Place(places[i].name);
        }
    }

    private static void stop(ExecutionEnvironment environment, String reason) {
        Thread.ofVirtual().name("stop").start(() -> environment.stop(reason, true));
    }

    /// A function whose every execution environment waits, directly or through others, for the answer to this very
    /// invocation: the clients of AWS's SDKs pass the trace id on, so its root tells.
    private boolean waitsForItself(Invocation invocation) {
        for (var place : places) if (place.serving == null) return false;
        var root = invocation.traceId().map(TraceId::rootOf);
        return root.isPresent() && Arrays.stream(places)
                .allMatch(place -> place.serving.traceId().map(TraceId::rootOf).equals(root));
    }
}
