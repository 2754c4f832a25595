package smyth.runtimeapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;

/// The server half of the Lambda Runtime API (2018-06-01) for one execution environment, on a loopback port of its own.
///
/// One worker at a time talks to it: any program that speaks the protocol, or a worker that ships with Smyth, which
/// makes some more calls (`/smyth/start`, `/smyth/request/{id}`; `/smyth/ahead` and `/smyth/loaded` for the one after
/// it). Safe for use by many threads.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
public final class RuntimeApi implements AutoCloseable {
    /// How long an ended worker's last words may take to be read from its connections.
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final ServerSocket server;
    private final String address;
    private final boolean clientsComeAndGo;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> initialized = new CompletableFuture<>();
    private final CompletableFuture<Start> start = new CompletableFuture<>();
    private final CompletableFuture<byte[]> loaded = new CompletableFuture<>();
    private final Supplier<byte[]> ahead;

    // Guarded by this.
    private Connection waiting;
    private Delivery current;
    private Outcome initError;
    private Outcome ended;
    private String answered = "";
    private String taken = "";

    private RuntimeApi(ServerSocket server, boolean clientsComeAndGo, Supplier<byte[]> ahead) {
        this.server = server;
        this.clientsComeAndGo = clientsComeAndGo;
        this.ahead = ahead;
        this.address = "127.0.0.1:" + server.getLocalPort();
    }

    /// Binds a free port and begins to listen. Does not block.
    ///
    /// @param ahead what another worker's [#loaded] came to, asked for when the worker has booted; empty for nothing
    public static RuntimeApi open(Supplier<byte[]> ahead) throws IOException {
        return open(0, false, ahead);
    }

    /// Binds this port for clients that somebody starts and ends as he likes: what one of them leaves undone ends
    /// when the next one asks.
    public static RuntimeApi open(int port) throws IOException {
        return open(port, true, () -> new byte[0]);
    }

    private static RuntimeApi open(int port, boolean clientsComeAndGo, Supplier<byte[]> ahead) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        var api = new RuntimeApi(server, clientsComeAndGo, ahead);
        Thread.ofVirtual().name("runtime-api " + api.address).start(api::accept);
        return api;
    }

    /// Value of `AWS_LAMBDA_RUNTIME_API`: host and port.
    public String address() {
        return address;
    }

    /// Lets the init phase of a worker that ships with Smyth begin.
    public void start(Start what) {
        start.complete(what);
    }

    /// Completes when the worker asks for its first invocation: the init phase is over. Never completes when it fails.
    public CompletableFuture<Void> initialized() {
        return initialized;
    }

    /// What another worker for this function may load before it is told what to run. Completes after the first
    /// invocation, if the worker tells.
    public CompletableFuture<byte[]> loaded() {
        return loaded;
    }

    /// Gives the worker an invocation, at once or when it next asks. One at a time. Does not block; the outcome always
    /// comes once the worker answers or [#ended] is called.
    ///
    /// @param timeout counts from the moment the worker takes the invocation, as on AWS
    public CompletableFuture<Outcome> invoke(Invocation invocation, String invokedArn, Duration timeout) {
        var outcome = new CompletableFuture<Outcome>();
        var delivery = new Delivery(invocation, invokedArn, timeout, outcome);
        take(delivery).ifPresent(asker -> {
            deliver(delivery, asker);
            asker.readAgain();
        });
        return outcome;
    }

    /// The same for somebody who has nothing else to do meanwhile: where it can be, the answer is read on this thread.
    /// Blocks until then and no longer, or not at all; whoever completes the outcome by other means has to end the
    /// worker.
    public void invoke(Invocation invocation, String invokedArn, Duration timeout, CompletableFuture<Outcome> outcome) {
        var delivery = new Delivery(invocation, invokedArn, timeout, outcome);
        take(delivery).ifPresent(asker -> {
            boolean borrowed = !Thread.currentThread().isVirtual() && asker.borrow();
            deliver(delivery, asker);
            if (borrowed) asker.readUntil(outcome);
            else asker.readAgain();
        });
    }

    /// Makes it the invocation under way.
    ///
    /// @return whom to deliver it to; empty when nobody asks yet, or it is over already
    private synchronized Optional<Connection> take(Delivery delivery) {
        if (current != null) throw new IllegalStateException(address + " is busy with " + current.requestId());
        var over = initError != null ? initError : ended;
        if (over != null) {
            delivery.outcome().complete(over);
            return Optional.empty();
        }
        current = delivery;
        var asker = waiting;
        waiting = null;
        return Optional.ofNullable(asker);
    }

    /// Whether a worker has fetched this invocation, and so may have begun with it. Asked of the one that was given
    /// last.
    public synchronized boolean hasTaken(String requestId) {
        return requestId.equals(taken);
    }

    /// The worker is gone. What it had said before counts; otherwise the invocation under way ends with `how`. Blocks
    /// shortly.
    public void ended(Outcome how) {
        connections.forEach(Connection::readAgain);
        for (var connection : connections) connection.join(LAST_WORDS);
        Delivery lost;
        synchronized (this) {
            if (ended == null) ended = how;
            lost = current;
            current = null;
        }
        if (lost != null) lost.outcome().complete(how);
    }

    @Override
    public void close() {
        Wire.close(server);
        for (var connection : connections) connection.close();
    }

    private void accept() {
        try {
            while (true) {
                var connection = new Connection(server.accept(), this);
                connections.add(connection);
                connection.start();
            }
        } catch (IOException _) {
            // Closed: nobody calls any more.
        }
    }

    // --- what connections tell ---

    void gone(Connection connection) {
        connections.remove(connection);
        synchronized (this) {
            if (waiting == connection) waiting = null;
        }
    }

    CompletableFuture<Start> started() {
        return start;
    }

    /// Whether the next invocation comes by this connection. A client that goes as it likes has to be seen going at
    /// once.
    synchronized boolean mayStandAside(Connection connection) {
        return waiting == connection && !clientsComeAndGo;
    }

    byte[] ahead() {
        return ahead.get();
    }

    void loaded(byte[] classes) {
        start.thenAccept(told -> {
            var lines = new ByteArrayOutputStream();
            lines.writeBytes(told.lines());
            lines.writeBytes(classes);
            loaded.complete(lines.toByteArray());
        });
    }

    /// @return whether the worker may ask now; an invocation that it took and did not answer forbids it
    boolean next(Connection connection) {
        Connection replaced = null;
        Delivery ready, undone = null;
        synchronized (this) {
            if (current != null && current.taken()) {
                if (!clientsComeAndGo) return false;
                undone = current;
                current = null;
            }
            ready = current;
            if (ready == null) {
                replaced = waiting;
                waiting = connection;
            }
        }
        if (undone != null) undone.outcome().complete(new Outcome.Exited("it was started anew"));
        initialized.complete(null);
        if (replaced != null && replaced != connection) replaced.close();
        if (ready != null) deliver(ready, connection);
        return true;
    }

    private void deliver(Delivery delivery, Connection connection) {
        synchronized (this) {
            delivery.take();
            taken = delivery.requestId();
        }
        try {
            connection.send(delivery.head(), delivery.event());
        } catch (IOException _) {
            connection.close(); // A dead worker ends the invocation by its exit; a living one asks again.
            synchronized (this) {
                if (current == delivery) {
                    delivery.untake();
                    taken = "";
                }
            }
        }
    }

    Optional<byte[]> request(String requestId) {
        Delivery delivery;
        synchronized (this) {
            delivery = current;
        }
        if (delivery == null || !delivery.requestId().equals(requestId)) return Optional.empty();
        return delivery.request();
    }

    /// Whether an answer for this id is awaited, to be asked before its body is read.
    synchronized Verdict expects(String requestId) {
        if (current != null && current.taken() && current.requestId().equals(requestId)) return Verdict.ACCEPTED;
        return requestId.equals(answered) ? Verdict.NOT_NOW : Verdict.UNKNOWN_ID;
    }

    Verdict answer(String requestId, Outcome outcome) {
        Delivery delivery;
        synchronized (this) {
            var verdict = expects(requestId);
            if (verdict != Verdict.ACCEPTED) return verdict;
            delivery = current;
            current = null;
            answered = requestId;
        }
        delivery.outcome().complete(outcome);
        return Verdict.ACCEPTED;
    }

    Verdict initFailed(Outcome failure) {
        Delivery lost;
        synchronized (this) {
            if (initialized.isDone()) return Verdict.NOT_NOW;
            if (!clientsComeAndGo) initError = failure;
            lost = current;
            current = null;
        }
        if (lost != null) lost.outcome().complete(failure);
        return Verdict.ACCEPTED;
    }
}
