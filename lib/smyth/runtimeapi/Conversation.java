package smyth.runtimeapi;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import smyth.invocation.BrokenStream;
import smyth.invocation.JsonText;
import smyth.invocation.Outcome;
import smyth.runtimeapi.WorkerState.Answering;
import smyth.runtimeapi.WorkerState.Asking;
import smyth.runtimeapi.WorkerState.Idle;
import smyth.runtimeapi.WorkerState.Offered;
import smyth.runtimeapi.WorkerState.Over;
import smyth.runtimeapi.WorkerState.Taken;

/// The state of the protocol between server and worker: which of them waits, and which answer is due. Safe for use by
/// many threads; nothing here blocks except sending an invocation.
final class Conversation {
    private final StartedBy startedBy;
    private final CompletableFuture<Void> initialized = new CompletableFuture<>();
    private final CompletableFuture<String> broken = new CompletableFuture<>();

    // Guarded by this.
    private WorkerState state = new Idle();
    private String fetched = ""; // request id of what the worker got last
    private String answered = ""; // likewise, of what it answered last

    Conversation(StartedBy startedBy) {
        this.startedBy = startedBy;
    }

    /// Completes when the worker asks for its first invocation.
    CompletableFuture<Void> initialized() {
        return initialized;
    }

    /// Completes with the reason when the worker has broken the protocol, before its invocation ends with that.
    CompletableFuture<String> broken() {
        return broken;
    }

    // --- an invocation on its way to the worker ---

    /// Makes it the invocation under way.
    ///
    /// @return the connection to [#deliver] it to; empty when none asks yet, or it is over already
    Optional<Caller> take(Delivery delivery) {
        Outcome over;
        synchronized (this) {
            switch (state) {
                case Idle _ -> {
                    state = new Offered(delivery);
                    return Optional.empty();
                }
                case Asking(var asker) -> {
                    taken(delivery, asker);
                    return Optional.of(asker);
                }
                case Over(var why) -> over = why;
                case Offered _,Taken _,Answering _ -> throw new IllegalStateException(
                        "the worker is busy with " + state.underWay().orElseThrow().requestId());
            }
        }
        delivery.outcome().complete(over);
        return Optional.empty();
    }

    void deliver(Delivery delivery, Caller connection) {
        try {
            connection.send(delivery.head(), delivery.event());
        } catch (IOException _) {
            connection.close(); // A dead worker ends the invocation by its exit; a living one asks again.
            synchronized (this) {
                if (state instanceof Taken(var taken, var by) && taken == delivery && by == connection) {
                    state = new Offered(delivery);
                    fetched = "";
                }
            }
        }
    }

    private void taken(Delivery delivery, Caller by) {
        state = new Taken(delivery, by);
        fetched = delivery.requestId();
    }

    /// Whether a worker has fetched this invocation, and so may have begun with it.
    synchronized boolean hasTaken(String requestId) {
        return requestId.equals(fetched);
    }

    /// @return whether the worker may ask now; an invocation that it took and did not answer forbids it
    boolean next(Caller connection) {
        Optional<Caller> replaced = Optional.empty();
        Optional<Delivery> ready = Optional.empty();
        Optional<Delivery> undone = Optional.empty();
        synchronized (this) {
            switch (state) {
                case Idle _ -> state = new Asking(connection);
                case Asking(var asker) -> {
                    replaced = Optional.of(asker);
                    state = new Asking(connection);
                }
                case Offered(var delivery) -> {
                    ready = Optional.of(delivery);
                    taken(delivery, connection);
                }
                case Taken(var delivery, _) -> {
                    if (startedBy == StartedBy.SMYTH) return false;
                    undone = Optional.of(delivery);
                    state = new Asking(connection);
                }
                case Answering(var delivery, var by, var asker) -> {
                    replaced = asker;
                    state = new Answering(delivery, by, Optional.of(connection));
                }
                case Over _ -> {} // it is not answered any more
            }
        }
        undone.ifPresent(delivery -> delivery.outcome().complete(new Outcome.Exited("it was started anew")));
        initialized.complete(null);
        replaced.filter(other -> other != connection).ifPresent(Caller::close);
        ready.ifPresent(delivery -> deliver(delivery, connection));
        return true;
    }

    /// Whether the next invocation comes by this connection. A client that goes as it likes has to be seen going at
    /// once.
    synchronized boolean mayStandAside(Caller connection) {
        return startedBy == StartedBy.SMYTH && state instanceof Asking(var asker) && asker == connection;
    }

    synchronized Optional<byte[]> request(String requestId) {
        return state.underWay().filter(delivery -> delivery.requestId().equals(requestId)).flatMap(Delivery::request);
    }

    // --- an answer on its way back ---

    /// Whether an answer for this id is awaited; nothing changes.
    synchronized Verdict expects(String requestId) {
        if (state instanceof Taken(var delivery, _) && delivery.requestId().equals(requestId)) return Verdict.ACCEPTED;
        return requestId.equals(answered) ? Verdict.NOT_NOW : Verdict.UNKNOWN_ID;
    }

    /// The same before the answer's body is read, which this connection alone may send from now on.
    synchronized Verdict claim(String requestId, Caller connection) {
        var verdict = expects(requestId);
        if (verdict == Verdict.ACCEPTED)
            state = new Answering(state.underWay().orElseThrow(), connection, Optional.empty());
        return verdict;
    }

    /// The whole answer of a connection that has claimed it.
    Verdict answer(String requestId, Caller connection, Outcome outcome) {
        Delivery delivery;
        synchronized (this) {
            if (!(state instanceof Answering(var answering, var by, _)) || by != connection) return expects(requestId);
            delivery = answering;
            answered = requestId;
            settle();
        }
        delivery.outcome().complete(outcome);
        return Verdict.ACCEPTED;
    }

    /// The beginning of an answer whose rest is read by others until [#streamOver].
    void streams(Caller connection, Outcome outcome) {
        Delivery delivery;
        synchronized (this) {
            if (!(state instanceof Answering(var answering, var by, _)) || by != connection) return;
            delivery = answering;
            answered = delivery.requestId();
        }
        delivery.outcome().complete(outcome);
    }

    synchronized void streamOver(Caller connection) {
        if (state instanceof Answering(_, var by, _) && by == connection) settle();
    }

    private void settle() {
        state = state instanceof Answering(_, _, var asker) && asker.isPresent() ? new Asking(asker.get()) : new Idle();
    }

    // --- endings ---

    /// The connection is closed. What it had claimed and not sent may be sent by another one.
    synchronized void gone(Caller connection) {
        switch (state) {
            case Asking(var asker) when asker == connection -> state = new Idle();
            case Answering(var delivery, var by, _) when by == connection -> {
                if (delivery.outcome().isDone()) settle();
                else state = new Taken(delivery, connection);
            }
            case Answering(var delivery, var by, var asker) when asker.filter(connection::equals).isPresent() ->
                state = new Answering(delivery, by, Optional.empty());
            case Idle _,Asking _,Offered _,Taken _,Answering _,Over _ -> {}
        }
    }

    Verdict initFailed(Outcome failure) {
        Optional<Delivery> lost;
        synchronized (this) {
            if (initialized.isDone()) return Verdict.NOT_NOW;
            lost = state.underWay();
            state = startedBy == StartedBy.SMYTH ? new Over(failure) : new Idle();
        }
        lost.ifPresent(delivery -> delivery.outcome().complete(failure));
        return Verdict.ACCEPTED;
    }

    /// The worker is gone; the invocation under way ends with this.
    void over(Outcome how) {
        Optional<Delivery> lost;
        synchronized (this) {
            if (state instanceof Over) return;
            lost = state.underWay();
            state = new Over(how);
        }
        lost.ifPresent(delivery -> delivery.outcome().complete(how));
    }

    /// What came by this connection cannot be understood, or could not be dealt with. If it is the worker's, the worker
    /// is done for; a stranger's does no harm.
    ///
    /// @return what the reader of a streamed answer gets
    BrokenStream broken(Caller connection, Throwable why) {
        var reason = why instanceof IOException ? String.valueOf(why.getMessage()) : why.toString();
        var failure = new Outcome.Failed(
                JsonText.error("Runtime.Unknown", "the worker broke the protocol of the Runtime API: " + reason),
                "Runtime.Unknown");
        if (isWorkers(connection)) {
            broken.complete(reason);
            over(failure);
        }
        return new BrokenStream(failure);
    }

    private synchronized boolean isWorkers(Caller connection) {
        return switch (state) {
            case Asking(var asker) -> asker == connection;
            case Taken(_, var by) -> by == connection;
            case Answering(_, var by, _) -> by == connection;
            case Idle _,Offered _,Over _ -> false;
        };
    }
}
