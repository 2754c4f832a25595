package smyth.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome.Rejected;

/// Invocations that wait for a place, in order. Guarded by the pool.
final class Waiters {
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    /// What a wait ends with.
    sealed interface Turn {
        record At(Place place) implements Turn {}

        record Never(Rejected why) implements Turn {}
    }

    record Waiter(Invocation invocation, CompletableFuture<Turn> turn) {
        /// Blocks until it is its turn.
        Turn await() throws InterruptedException {
            try {
                return turn.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // never completed so
            }
        }
    }

    /// @param first whether it goes before all others, since it has waited before
    Waiter add(Invocation invocation, boolean first) {
        var waiter = new Waiter(invocation, new CompletableFuture<>());
        if (first) waiting.addFirst(waiter);
        else waiting.addLast(waiter);
        return waiter;
    }

    /// @return whether it was still waiting
    boolean remove(Waiter waiter) {
        return waiting.remove(waiter);
    }

    /// Gives each its turn as long as there is a place.
    void serve(Places places) {
        while (!waiting.isEmpty()) {
            var place = places.choose();
            if (place.isEmpty()) return;
            var waiter = waiting.remove();
            place.get().serving = waiter.invocation;
            waiter.turn.complete(new Turn.At(place.get()));
        }
    }

    void refuse(Rejected why) {
        while (!waiting.isEmpty()) waiting.remove().turn.complete(new Turn.Never(why));
    }
}
