package smyth.runtimeapi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
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
    /// At one time; a worker needs one or two.
    private static final int MOST_CONNECTIONS = 64;

    private final ServerSocket server;
    private final String address;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Conversation conversation;
    private final Boot boot;

    private RuntimeApi(ServerSocket server, StartedBy startedBy, Supplier<byte[]> ahead) {
        this.server = server;
        this.boot = new Boot(ahead);
        this.conversation = new Conversation(startedBy);
        this.address = "127.0.0.1:" + server.getLocalPort();
    }

    /// Binds a free port and begins to listen. Does not block.
    ///
    /// @param ahead what another worker's [#loaded] came to, asked for when the worker has booted; empty for nothing
    public static RuntimeApi open(Supplier<byte[]> ahead) throws IOException {
        return open(0, StartedBy.SMYTH, ahead);
    }

    /// Binds this port for programs that the user starts and ends at will: what one of them leaves undone ends when
    /// the next one asks.
    public static RuntimeApi open(int port) throws IOException {
        return open(port, StartedBy.USER, () -> Answers.NOTHING);
    }

    private static RuntimeApi open(int port, StartedBy startedBy, Supplier<byte[]> ahead) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        var api = new RuntimeApi(server, startedBy, ahead);
        Thread.ofVirtual().name("runtime-api " + api.address).start(api::accept);
        return api;
    }

    /// Value of `AWS_LAMBDA_RUNTIME_API`: host and port.
    public String address() {
        return address;
    }

    /// Lets the init phase of a worker that ships with Smyth begin.
    public void start(Start what) {
        boot.start(what);
    }

    /// Completes when the worker asks for its first invocation: the init phase is over. Never completes when it fails.
    public CompletableFuture<Void> initialized() {
        return conversation.initialized();
    }

    /// What another worker for this function may load before it knows what to run. Completes after the first
    /// invocation, if the worker says so.
    public CompletableFuture<byte[]> loaded() {
        return boot.loaded();
    }

    /// Completes with the reason when the worker has broken the protocol and has to be ended; before its invocation
    /// ends with that.
    public CompletableFuture<String> broken() {
        return conversation.broken();
    }

    /// Gives the worker an invocation, at once or when it next asks. One at a time. Does not block; the outcome always
    /// comes once the worker answers or [#ended] is called. The next one may come when a streamed outcome's body has
    /// ended.
    ///
    /// @param timeout counts from the moment the worker takes the invocation, as on AWS
    public CompletableFuture<Outcome> invoke(Invocation invocation, String invokedArn, Duration timeout) {
        var outcome = new CompletableFuture<Outcome>();
        var delivery = new Delivery(invocation, invokedArn, timeout, outcome);
        conversation.take(delivery).ifPresent(asker -> {
            conversation.deliver(delivery, asker);
            asker.readAgain();
        });
        return outcome;
    }

    /// The same for a caller that has nothing else to do meanwhile: where it can be, the answer is read on this thread.
    /// Blocks until then and no longer, or not at all; a caller that completes the outcome by other means has to end
    /// the worker.
    public void invoke(Invocation invocation, String invokedArn, Duration timeout, CompletableFuture<Outcome> outcome) {
        var delivery = new Delivery(invocation, invokedArn, timeout, outcome);
        conversation.take(delivery).ifPresent(asker -> {
            if (!Thread.currentThread().isVirtual() && asker.borrow()) {
                asker.readUntil(outcome, () -> conversation.deliver(delivery, asker));
            } else {
                conversation.deliver(delivery, asker);
                asker.readAgain();
            }
        });
    }

    /// Whether a worker has fetched this invocation, and so may have begun with it. Asked of the one that was given
    /// last.
    public boolean hasTaken(String requestId) {
        return conversation.hasTaken(requestId);
    }

    /// The worker is gone. What it had said before counts; otherwise the invocation under way ends with `how`. Blocks
    /// shortly.
    public void ended(Outcome how) {
        connections.forEach(Connection::readAgain);
        for (var connection : connections) connection.join(LAST_WORDS);
        conversation.over(how);
    }

    @Override
    public void close() {
        Connection.close(server);
        for (var connection : connections) connection.close();
    }

    private void accept() {
        try {
            while (true) take(server.accept());
        } catch (IOException _) {
            // Closed: no more calls.
        }
    }

    /// A connection that cannot be served is closed; the others go on.
    private void take(Socket socket) {
        try {
            if (connections.size() >= MOST_CONNECTIONS) throw new IOException("too many connections");
            var connection = new Connection(socket, conversation, boot, address, connections::remove);
            connections.add(connection);
            connection.start();
        } catch (IOException | RuntimeException | Error _) {
            Connection.close(socket);
        }
    }
}
