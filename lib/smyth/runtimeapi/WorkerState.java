package smyth.runtimeapi;

import java.util.Optional;
import smyth.invocation.Outcome;

/// What a worker is doing, as far as its calls tell.
sealed interface WorkerState {
    /// It has not asked for an invocation, and there is none.
    record Idle() implements WorkerState {}

    /// It waits for an invocation.
    record Asking(Caller asker) implements WorkerState {}

    /// An invocation waits for it to ask.
    record Offered(Delivery delivery) implements WorkerState {}

    /// It has an invocation and owes the answer.
    record Taken(Delivery delivery, Caller by) implements WorkerState {}

    /// Its answer is on its way in, perhaps as a stream.
    ///
    /// @param asker who asked for the next invocation meanwhile
    record Answering(Delivery delivery, Caller by, Optional<Caller> asker) implements WorkerState {}

    /// Nothing more is to come of it; every invocation ends like this.
    record Over(Outcome why) implements WorkerState {}

    /// The invocation under way.
    default Optional<Delivery> underWay() {
        return switch (this) {
            case Idle _,Asking _,Over _ -> Optional.empty();
            case Offered(var delivery) -> Optional.of(delivery);
            case Taken(var delivery, _) -> Optional.of(delivery);
            case Answering(var delivery, _, _) -> Optional.of(delivery);
        };
    }
}
