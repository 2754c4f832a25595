package smyth.pool;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import smyth.config.Strategy;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;
import smyth.pool.Turns.Ground;
import smyth.pool.Waiters.Turn;

/// Up to `concurrency` execution environments of one function.
///
/// Invocations come in through a [Gate]: they wait while a revision is made, run on it when it is ready, and are
/// rejected with its message if it failed. [#invoke] blocks; invocations wait in order. Safe for use by many threads.
public final class EnvironmentPool implements Invoker, AutoCloseable {
    /// What a retired pool answers: ask the function's present one.
    public static final Rejected RETIRED = Gate.RETIRED;

    private static final int MOST_MOVES = 5; // a program that asks for an event and ends at once would move for ever

    private final String function;
    private final Journal journal;
    private final Turns turns;
    private final ColdStart coldStart;

    /// The gate is closed until the first [#ready] or [#failed].
    ///
    /// @param reserve  whether a booted worker is kept from the first reload on, so that the next one is short
    /// @param terminal what the one worker may read; with more than one none reads it
    public EnvironmentPool(String function, int concurrency, Strategy strategy, boolean reserve, Terminal terminal,
            Journal journal, Guard guard) {
        this.function = function;
        this.journal = journal;
        this.turns = new Turns(function, new Places(function, concurrency, switch (strategy) {
            case FIRST_WARM -> new FirstWarm();
            case ROUND_ROBIN -> new RoundRobin();
        }), environment -> stop(environment, "replaced"));
        this.coldStart = new ColdStart(function, reserve, concurrency == 1 ? terminal : Terminal.NONE, journal, guard);
    }

    // --- invocations ---

    @Override
    public Outcome invoke(Invocation invocation) throws InterruptedException {
        for (int moves = 0;; moves++) {
            switch (turns.await(invocation, moves > 0)) {
                case Turn.Never(var why) -> {
                    return why;
                }
                case Turn.At(var place) -> {
                    var outcome = carryOut(invocation, place, moves < MOST_MOVES);
                    if (outcome.isPresent()) return outcome.get();
                }
            }
        }
    }

    /// @return empty when the handler has not been called, and another turn may come to more
    private Optional<Outcome> carryOut(Invocation invocation, Place place, boolean mayMove)
            throws InterruptedException {
        CompletionStage<Void> free = CompletableFuture.completedFuture(null);
        try {
            var environment = environment(place);
            if (environment.isEmpty()) return Optional.empty();
            var outcome = environment.get().invoke(invocation);
            free = environment.get().free();
            boolean again = environment.get().isInitialized()
                    ? mayMove && environment.get().hasMissed(invocation, outcome)
                    : outcome instanceof Failed && InitRetry.isDue(environment.get().revision(), turns::gate);
            return again ? Optional.empty() : Optional.of(outcome);
        } catch (IOException e) {
            return Optional.of(new Rejected("Runtime.InvalidEntrypoint", cannotStart(e)));
        } finally {
            free.thenRun(() -> release(place)); // the place is taken as long as the answer streams
        }
    }

    /// The place's execution environment, or a new one where there is none, it died, or its code is old. Empty when
    /// there is no code to run any more.
    private Optional<ExecutionEnvironment> environment(Place place) throws IOException {
        return switch (turns.ground(place)) {
            case Ground.Warm(var environment) -> Optional.of(environment);
            case Ground.Cold(var code) -> {
                var environment = coldStart.begin(place.name, code);
                if (!turns.put(place, environment)) environment.stop("Smyth stops", false);
                environment.stopped().thenRun(() -> {
                    turns.forget(place, environment);
                    offer();
                });
                yield Optional.of(environment);
            }
            case Ground.None _ -> Optional.empty();
        };
    }

    private void release(Place place) {
        turns.release(place);
        if (turns.gate() instanceof Gate.Serving(var code) && code.number() > 1 && code.start().isPresent())
            coldStart.prepare(code.launch());
    }

    private String cannotStart(IOException why) {
        return "the worker of " + function + " cannot be started: " + why.getMessage();
    }

    private static void stop(ExecutionEnvironment environment, String reason) {
        Thread.ofVirtual().name("stop").start(() -> environment.stop(reason, true));
    }

    /// Has the Runtime API there for a function that the user starts, before the first invocation and after each end:
    /// the program may start at any time. Blocks.
    private void offer() {
        if (turns.gate().code().filter(code -> code.launch().port().isPresent()).isEmpty()) return;
        try {
            if (!(turns.await(Invocation.of(function, new byte[0]), false) instanceof Turn.At(var place))) return;
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

    // --- the gate ---

    /// Closes the gate: what comes now waits for [#ready] or [#failed]. Meanwhile a worker may boot for it.
    public void building() {
        turns.change(Gate::building);
        turns.gate().code().filter(code -> code.start().isPresent())
                .ifPresent(code -> coldStart.prepare(code.launch()));
    }

    /// Opens the gate to new code. Idle execution environments of older revisions stop, busy ones as soon as they are
    /// done.
    public void ready(Revision next) {
        turns.change(gate -> gate.settled(new Gate.Serving(next)))
                .forEach(environment -> stop(environment, "revision " + next.number()));
        Thread.ofVirtual().name("Runtime API of " + function).start(this::offer);
    }

    /// Opens the gate to what it was closed before.
    public void unchanged() {
        turns.change(Gate::unchanged);
    }

    /// Opens the gate to nothing: every invocation is rejected until [#ready].
    public void failed(Rejected why) {
        turns.change(gate -> gate.settled(new Gate.Rejecting(why)))
                .forEach(environment -> stop(environment, why.errorType()));
    }

    /// Another pool takes over. Invocations under way finish here, all others get [#RETIRED]; workers end as soon as
    /// they are idle.
    public void retire() {
        turns.change(Gate::retired).forEach(environment -> stop(environment, "replaced"));
        coldStart.close();
    }

    /// Ends every worker, also busy ones. Blocks, with a limit; afterwards everything is rejected.
    @Override
    public void close() {
        var ends = turns.close().stream()
                .map(environment -> Thread.startVirtualThread(() -> environment.stop("Smyth stops", true))).toList();
        coldStart.close();
        try {
            for (var end : ends) end.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // --- for others to see ---

    /// Says that the debugger of an execution environment is in place, or that none will come: its init phase may
    /// begin.
    ///
    /// @param pid of the worker that is meant; empty for whichever is there
    /// @return whether that worker is there
    public boolean attached(String name, OptionalLong pid) {
        var found = turns.find(name, pid);
        found.ifPresent(ExecutionEnvironment::attached);
        return found.isPresent();
    }

    public List<EnvironmentStatus> status() {
        return turns.status();
    }
}
