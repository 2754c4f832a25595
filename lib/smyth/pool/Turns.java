package smyth.pool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome.Rejected;
import smyth.pool.Waiters.Turn;

/// Who may run where, and when: the gate of a function, those who wait at it, and the places behind it, which change
/// together. Safe for use by many threads.
final class Turns {
    private final String function;
    private final Consumer<ExecutionEnvironment> unused;

    // Guarded by this.
    private final Places places;
    private final Waiters waiters = new Waiters();
    private Gate gate = Gate.first();

    /// @param unused takes what has no use any more, to end it; must not block
    Turns(String function, Places places, Consumer<ExecutionEnvironment> unused) {
        this.function = function;
        this.unused = unused;
        this.places = places;
    }

    /// Blocks until there is a place for the invocation, or none will be. Who gets one gives it back by [#release].
    ///
    /// @param again whether it has had a place before, and so goes before all others
    Turn await(Invocation invocation, boolean again) throws InterruptedException {
        Waiters.Waiter waiter;
        synchronized (this) {
            var refusal = gate.refusal();
            if (refusal.isPresent()) return new Turn.Never(refusal.get());
            if (places.allWaitFor(invocation)) return new Turn.Never(new Rejected("Smyth.InvocationLoop",
                    function + " waits for itself: all of its " + places.count()
                            + " execution environments are busy with invocations that led to this one; raise handlers."
                            + function + ".concurrency"));
            waiter = waiters.add(invocation, again);
            serve();
        }
        try {
            return waiter.await();
        } catch (InterruptedException e) {
            boolean waiting;
            synchronized (this) {
                waiting = waiters.remove(waiter);
            }
            if (!waiting && waiter.turn().join() instanceof Turn.At(var place)) release(place);
            throw e;
        }
    }

    /// Serves those who wait, in order, as long as there is a place. Called under the lock.
    private void serve() {
        switch (gate) {
            case Gate.Building _ -> {}
            case Gate.Serving _ -> waiters.serve(places);
            case Gate.Rejecting _,Gate.Retired _,Gate.Closed _ -> gate.refusal().ifPresent(waiters::refuse);
        }
    }

    /// The invocation is over.
    synchronized void release(Place place) {
        boolean detached = places.free(place);
        var present = Optional.ofNullable(place.environment).filter(environment -> detached || !environment.isUsable()
                || gate.code().filter(code -> code == environment.revision()).isEmpty());
        present.ifPresent(environment -> {
            place.environment = null;
            unused.accept(environment);
        });
        serve();
    }

    synchronized Gate gate() {
        return gate;
    }

    /// What the invocation that has the place runs on.
    sealed interface Ground {
        record Warm(ExecutionEnvironment environment) implements Ground {}

        record Cold(Revision code) implements Ground {}

        /// The code is gone.
        record None() implements Ground {}
    }

    /// The place's execution environment unless it died or its code is old, which then goes.
    synchronized Ground ground(Place place) {
        var code = gate.code();
        var present = place.environment;
        if (present != null && present.isUsable() && (code.isEmpty() || code.get() == present.revision()))
            return new Ground.Warm(present);
        place.environment = null;
        if (present != null) unused.accept(present);
        return code.isEmpty() ? new Ground.None() : new Ground.Cold(code.get());
    }

    /// @return whether it is not too late, since all are closed
    synchronized boolean put(Place place, ExecutionEnvironment environment) {
        if (gate instanceof Gate.Closed) return false;
        place.environment = environment;
        return true;
    }

    /// An execution environment has ended.
    synchronized void forget(Place place, ExecutionEnvironment gone) {
        if (place.environment == gone) place.environment = null;
    }

    /// Something happens to the gate.
    ///
    /// @return the execution environments that have no use any more, to be ended; those that are busy have none when
    ///         they are released
    synchronized List<ExecutionEnvironment> change(UnaryOperator<Gate> change) {
        var before = gate.code();
        gate = change.apply(gate);
        boolean same = gate.code().equals(before);
        var idle = same ? List.<ExecutionEnvironment>of() : places.takeIdle();
        if (!same && gate instanceof Gate.Serving) places.detachBusy();
        serve();
        return idle;
    }

    /// @return every execution environment, busy or not
    synchronized List<ExecutionEnvironment> close() {
        gate = new Gate.Closed();
        serve();
        return places.environments();
    }

    synchronized Optional<ExecutionEnvironment> find(String name, OptionalLong pid) {
        return places.find(name, pid);
    }

    synchronized List<EnvironmentStatus> status() {
        return places.status();
    }
}
