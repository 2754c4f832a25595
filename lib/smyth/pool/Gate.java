package smyth.pool;

import java.util.Optional;
import smyth.invocation.Outcome.Rejected;

/// The gate to the execution environments of a function: invocations pass, wait, or are refused. Immutable: every
/// change makes a new one.
sealed interface Gate {
    /// The answer of a function whose settings have changed: ask its present pool.
    Rejected RETIRED = new Rejected("Smyth.Retired", "the function's settings changed; send the request again");

    Rejected STOPPING = new Rejected("Smyth.Stopping", "Smyth is stopping");

    /// A revision is being made, and invocations wait for it.
    ///
    /// @param before the state to return to if the build comes to nothing; empty before the first revision
    record Building(Optional<Settled> before) implements Gate {}

    /// The result of a build.
    sealed interface Settled extends Gate {}

    /// Invocations run on this revision.
    record Serving(Revision revision) implements Settled {}

    /// No revision can run, for this reason.
    record Rejecting(Rejected why) implements Settled {}

    /// Another pool has taken over. For good, unless it is closed.
    record Retired() implements Gate {}

    /// For good.
    record Closed() implements Gate {}

    static Gate first() {
        return new Building(Optional.empty());
    }

    /// A revision begins to be made.
    default Gate building() {
        return switch (this) {
            case Settled settled -> new Building(Optional.of(settled));
            case Building _,Retired _,Closed _ -> this;
        };
    }

    /// What has come of it.
    default Gate settled(Settled result) {
        return isOver() ? this : result;
    }

    /// Nothing has come of it that was not there before.
    default Gate unchanged() {
        return this instanceof Building(var before) && before.isPresent() ? before.get() : this;
    }

    default Gate retired() {
        return this instanceof Closed ? this : new Retired();
    }

    /// Whether no revision will ever come any more.
    default boolean isOver() {
        return switch (this) {
            case Retired _,Closed _ -> true;
            case Building _,Serving _,Rejecting _ -> false;
        };
    }

    /// What execution environments are made of; while another one is being made, the one before it.
    default Optional<Revision> code() {
        return switch (this) {
            case Serving(var revision) -> Optional.of(revision);
            case Building(var before) -> before.flatMap(Gate::code);
            case Rejecting _,Retired _,Closed _ -> Optional.empty();
        };
    }

    /// What every invocation is answered with; empty where they wait or run.
    default Optional<Rejected> refusal() {
        return switch (this) {
            case Building _,Serving _ -> Optional.empty();
            case Rejecting(var why) -> Optional.of(why);
            case Retired _ -> Optional.of(RETIRED);
            case Closed _ -> Optional.of(STOPPING);
        };
    }
}
