package smyth.runtimeapi;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import smyth.invocation.Outcome;

/// One connection of a worker, read by a thread of its own; that thread reads on while `next` waits, and so sees when
/// the worker is gone. Two others may read instead: [LentReading], and the thread that passes on a streamed answer.
final class Connection implements Caller, StreamedBody.Origin {
    private static final int LARGE = 16 << 10; // written apart from what comes before it
    private static final Duration REST_LIMIT = Duration.ofSeconds(1);

    private final Socket socket;
    private final Conversation conversation;
    private final Consumer<Connection> gone;
    private final Calls calls;
    private final OutputStream out;
    private final Wire wire;
    private final LentReading reading = new LentReading();
    private final Thread reader = Thread.ofPlatform().daemon().name("runtime-api connection").unstarted(this::serve);
    private volatile CountDownLatch stream; // there while a streamed answer is read by others
    private byte[] held = Answers.NOTHING; // a verdict that travels with the next event; guarded by this

    /// @param address of the Runtime API, host and port
    /// @param gone    called at its end
    Connection(Socket socket, Conversation conversation, Boot boot, String address, Consumer<Connection> gone)
            throws IOException {
        this.socket = socket;
        this.conversation = conversation;
        this.gone = gone;
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        this.wire = new Wire(socket.getInputStream());
        this.calls = new Calls(this, wire, conversation, boot, address);
    }

    void start() {
        reader.start();
    }

    /// Waits until everything that the worker sent has been read.
    void join(Duration limit) {
        try {
            reader.join(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        conversation.gone(this); // first: a worker that sees the end may ask by another connection at once
        close(socket);
    }

    static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException _) {
            // It is closed either way.
        }
    }

    // --- sending ---

    @Override
    public synchronized void send(byte[] head, byte[] body) throws IOException {
        boolean large = body.length > LARGE;
        var first = Arrays.copyOf(held, held.length + head.length + (large ? 0 : body.length));
        System.arraycopy(head, 0, first, held.length, head.length);
        if (!large) System.arraycopy(body, 0, first, held.length + head.length, body.length);
        held = Answers.NOTHING;
        out.write(first);
        if (large) out.write(body);
    }

    @Override
    public void write(byte[] head, byte[] body) {
        try {
            send(head, body);
        } catch (IOException _) {
            close();
        }
    }

    /// A worker that asks for the next event in the same breath does not wait for this.
    @Override
    public void accepted() {
        if (wire.hasMore()) {
            synchronized (this) {
                held = Answers.ACCEPTED;
            }
        } else {
            write(Answers.ACCEPTED, Answers.NOTHING);
        }
    }

    // --- reading ---

    private void serve() {
        try {
            while (awaitStream() && readOne())
                if (!wire.hasMore() && stream == null) reading.standAside(this::isNext);
        } catch (ProtocolException | RuntimeException | Error e) {
            conversation.broken(this, e);
        } catch (IOException _) {
            // A worker that is gone, or asks no more: closing is all the answer it can get.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            gone.accept(this);
        }
    }

    private boolean isNext() {
        return conversation.mayStandAside(this);
    }

    /// Reads and answers one call; false at the end.
    private boolean readOne() throws IOException {
        var head = Head.read(wire);
        if (head == null) return false;
        if (head.header("expect").equalsIgnoreCase("100-continue")) send(Answers.CONTINUE, Answers.NOTHING);
        calls.answer(head);
        return true;
    }

    @Override
    public boolean borrow() {
        return reading.borrow();
    }

    @Override
    public void readUntil(CompletableFuture<Outcome> answer, Runnable deliver) {
        boolean open = true;
        try {
            deliver.run();
            while (open && !answer.isDone()) open = readOne();
            // The wish for the next event mostly comes with the answer. Anything else is left to the own thread: a
            // worker that is slow to finish a request must not keep its caller from the answer.
            while (open && stream == null && wire.hasWholeGet()) open = readOne();
        } catch (ProtocolException | RuntimeException | Error e) {
            open = false;
            conversation.broken(this, e);
        } catch (IOException _) {
            open = false;
        } finally {
            if (!open) close();
            boolean goesOn = open && stream == null;
            reading.giveBack(() -> goesOn && isNext());
        }
    }

    @Override
    public void readAgain() {
        reading.takeBack();
    }

    // --- a streamed answer: others read until it has ended ---

    @Override
    public StreamedBody stream(Body body) {
        stream = new CountDownLatch(1);
        return new StreamedBody(body, this);
    }

    private boolean awaitStream() throws InterruptedException {
        var present = stream;
        if (present != null) present.await();
        stream = null;
        return !socket.isClosed();
    }

    @Override
    public void streamEnded() {
        accepted();
        streamOver();
    }

    private void streamOver() {
        conversation.streamOver(this);
        stream.countDown();
    }

    @Override
    public IOException streamBroke(Throwable why) {
        try {
            if (why instanceof IOException e && !(why instanceof ProtocolException)) return e;
            return conversation.broken(this, why);
        } finally {
            close();
            stream.countDown();
        }
    }

    @Override
    public void refuseRest(Body body, int status, String type, String message) throws IOException {
        var json = Answers.error(type, message);
        long end = System.nanoTime() + REST_LIMIT.toNanos();
        try {
            send(Answers.head(status, "application/json", json.length), json);
            var thrownAway = new byte[LARGE];
            int count = 0;
            while (count >= 0) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) throw new SocketTimeoutException("the worker does not stop writing its answer");
                socket.setSoTimeout((int) left);
                count = body.read(thrownAway, 0, thrownAway.length);
            }
            socket.setSoTimeout(0);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw new IOException("the worker did not end its answer", e);
        } finally {
            streamOver();
        }
    }
}
