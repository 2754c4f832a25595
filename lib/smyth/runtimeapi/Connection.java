package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TooLarge;

/// One connection of a worker, read by a thread of its own; that thread reads on while `next` waits, and so sees when
/// the worker is gone. Calls as in https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
///
/// While invocations follow each other closely, whoever brings one reads its answer, and this thread stands aside: to
/// wake one thread for another costs more than all else that is done for a small request. Both are platform threads,
/// which the kernel wakes with the answer; a virtual one would have to be woken by yet another.
final class Connection {
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB and a little for the runtime's own.
    static final int MAX_RESPONSE = 6 * 1024 * 1024 + 100;
    private static final int MAX_STREAM = 200 << 20;
    private static final long SOON_MILLIS = 20; // until the next invocation, to be worth standing aside for
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final byte[] ACCEPTED = """
            HTTP/1.1 202 Accepted\r
            Content-Type: application/json\r
            Content-Length: 16\r
            \r
            {"status":"OK"}
            """.getBytes(ISO_8859_1);
    private static final Pattern ERROR_TYPE = Pattern.compile("(Runtime|Function|Extension)\\.[A-Z][a-zA-Z]+");

    private final Socket socket;
    private final RuntimeApi api;
    private final OutputStream out;
    private final Wire wire;
    private Thread reader;
    private byte[] held = {}; // a verdict that travels with the next event

    private enum Reading { OWN, OFFERED, LENT }

    private final Object turn = new Object();
    private Reading reading = Reading.OWN; // guarded by turn, as is
    private int loans;

    Connection(Socket socket, RuntimeApi api) throws IOException {
        this.socket = socket;
        this.api = api;
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        this.wire = new Wire(socket.getInputStream());
    }

    void start() {
        reader = Thread.ofPlatform().daemon().name("runtime-api connection").start(this::serve);
    }

    /// Waits until everything that the worker sent has been read.
    void join(Duration limit) {
        try {
            reader.join(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        Wire.close(socket);
    }

    /// One answer, in as few segments as there is sense in.
    synchronized void send(byte[] head, byte[] body) throws IOException {
        boolean large = body.length > 16 << 10;
        var first = Arrays.copyOf(held, held.length + head.length + (large ? 0 : body.length));
        System.arraycopy(head, 0, first, held.length, head.length);
        if (!large) System.arraycopy(body, 0, first, held.length + head.length, body.length);
        held = new byte[0];
        out.write(first);
        if (large) out.write(body);
    }

    private void serve() {
        try (socket) {
            while (readOne()) if (!wire.hasMore()) standAside();
        } catch (IOException | NumberFormatException _) {
            // A worker that breaks off or talks no HTTP: closing is all the answer it can get.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            api.gone(this);
        }
    }

    /// Reads and answers one call; false at the end.
    private boolean readOne() throws IOException {
        var head = wire.head();
        if (head == null) return false;
        if (head.header("expect").equalsIgnoreCase("100-continue"))
            send("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1), new byte[0]);
        answer(head);
        return true;
    }

    /// Lets others read as long as invocations come soon enough.
    private void standAside() throws InterruptedException {
        synchronized (turn) {
            if (!api.mayStandAside(this)) return;
            reading = Reading.OFFERED;
            int before = loans - 1;
            while (reading == Reading.LENT || reading == Reading.OFFERED && loans != before) {
                before = loans;
                turn.wait(SOON_MILLIS);
            }
            reading = Reading.OWN;
        }
    }

    /// Whether the caller may, and has to, [#readUntil] the answer to what it delivers is there.
    boolean borrow() {
        synchronized (turn) {
            if (reading != Reading.OFFERED) return false;
            reading = Reading.LENT;
            loans++;
            return true;
        }
    }

    void readUntil(CompletableFuture<Outcome> answer) {
        boolean open = true;
        try {
            while (open && !answer.isDone()) open = readOne();
            while (open && wire.hasMore()) open = readOne(); // the wish for the next event mostly comes with the answer
        } catch (IOException | NumberFormatException _) {
            open = false;
            close();
        }
        synchronized (turn) {
            reading = open && api.mayStandAside(this) ? Reading.OFFERED : Reading.OWN;
            if (reading == Reading.OWN) turn.notifyAll();
        }
    }

    /// Has its own thread read again, unless somebody does.
    void readAgain() {
        synchronized (turn) {
            if (reading != Reading.OFFERED) return;
            reading = Reading.OWN;
            turn.notifyAll();
        }
    }

    private void answer(Head head) throws IOException {
        if (isFromBrowser(head)) {
            wire.body(head, 0);
            error(403, "Forbidden", "only this execution environment's own worker may call the Runtime API");
            return;
        }
        var path = head.path();
        if (path.startsWith(INVOCATION) && head.method().equals("POST")) {
            var rest = path.substring(INVOCATION.length());
            int slash = rest.indexOf('/');
            var id = slash < 0 ? rest : rest.substring(0, slash);
            switch (slash < 0 ? "" : rest.substring(slash)) {
                case "/response" -> response(id, head);
                case "/error" ->
                    verdict(id, new Failed(wire.body(head, MAX_RESPONSE).bytes(), errorType(head, "Function.Unknown")));
                default -> unknown(head);
            }
        } else if (head.method().equals("POST") && path.equals("/2018-06-01/runtime/init/error")) {
            verdict(api
                    .initFailed(new Failed(wire.body(head, MAX_RESPONSE).bytes(), errorType(head, "Runtime.Unknown"))));
        } else if (head.method().equals("POST") && path.equals("/smyth/loaded")) {
            api.loaded(wire.body(head, MAX_RESPONSE).bytes());
            text(202, "text/plain", new byte[0]);
        } else if (head.method().equals("GET")) {
            get(path, head);
        } else {
            unknown(head);
        }
    }

    private void get(String path, Head head) throws IOException {
        if (path.equals(INVOCATION + "next")) {
            if (!api.next(this)) error(403, "InvalidStateTransition",
                    "State transition from Running to Ready failed for runtime. Error: State transition is not "
                            + "allowed");
        } else if (path.equals("/smyth/ahead")) {
            text(200, "text/plain; charset=utf-8", api.ahead());
        } else if (path.equals("/smyth/start")) {
            api.started().thenAccept(start -> text(200, "text/plain; charset=utf-8", start.lines()));
        } else if (path.startsWith("/smyth/request/")) {
            var request = api.request(path.substring("/smyth/request/".length()));
            text(request.isPresent() ? 200 : 404, "application/json", request.orElse("{}".getBytes(UTF_8)));
        } else if (path.equals("/2018-06-01/ping") || path.equals("/ping")) {
            text(200, "text/plain", "pong".getBytes(UTF_8));
        } else {
            unknown(head);
        }
    }

    private void response(String id, Head head) throws IOException {
        var mode = head.header("lambda-runtime-function-response-mode");
        boolean streaming = mode.equalsIgnoreCase("streaming");
        var expected = api.expects(id);
        var body = wire.body(head, expected != Verdict.ACCEPTED ? 0 : streaming ? MAX_STREAM : MAX_RESPONSE);
        if (expected != Verdict.ACCEPTED) {
            verdict(expected);
        } else if (!mode.isEmpty() && !streaming) {
            error(400, "InvalidFunctionResponseMode", "Invalid function response mode");
        } else if (body.tooLarge()) {
            api.answer(id, new TooLarge(streaming ? MAX_STREAM : MAX_RESPONSE));
            error(413, "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (" + (streaming ? MAX_STREAM : MAX_RESPONSE) + " bytes).");
        } else {
            verdict(id, streaming ? streamed(head, body) : new Returned(body.bytes()));
        }
    }

    /// A stream that broke off names its error in trailers, the error's JSON in base64.
    private static Outcome streamed(Head head, Body body) {
        var type = body.trailers().get("lambda-runtime-function-error-type");
        if (type == null) return new Streamed(head.header("content-type"), new ByteArrayInputStream(body.bytes()));
        var error = body.trailers().getOrDefault("lambda-runtime-function-error-body", "");
        return new Failed(Base64.getMimeDecoder().decode(error), type);
    }

    private void verdict(String id, Outcome outcome) throws IOException {
        verdict(api.answer(id, outcome));
    }

    private void verdict(Verdict verdict) throws IOException {
        switch (verdict) {
            case ACCEPTED -> accepted();
            case UNKNOWN_ID -> error(400, "InvalidRequestID", "Invalid request ID");
            case NOT_NOW -> error(403, "InvalidStateTransition",
                    "State transition failed for runtime. Error: State transition is not allowed");
        }
    }

    /// A worker that asks for the next event in the same breath does not wait for this.
    private void accepted() {
        if (wire.hasMore()) {
            synchronized (this) {
                held = ACCEPTED;
            }
        } else {
            write(ACCEPTED, new byte[0]);
        }
    }

    private static String errorType(Head head, String otherwise) {
        var type = head.header("lambda-runtime-function-error-type");
        if (type.isEmpty() || ERROR_TYPE.matcher(type).matches()) return type.isEmpty() ? otherwise : type;
        return type.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
    }

    /// A page in a browser can reach loopback; what a browser cannot leave out gives it away, and a foreign name is
    /// DNS rebinding.
    private boolean isFromBrowser(Head head) {
        var host = head.header("host");
        return head.headers().containsKey("origin")
                || head.headers().keySet().stream().anyMatch(name -> name.startsWith("sec-fetch-"))
                || !(host.equals(api.address())
                        || host.equals("localhost" + api.address().substring(api.address().indexOf(':'))));
    }

    private void unknown(Head head) throws IOException {
        wire.body(head, 0);
        error(404, "NotFound", "no such call of the Runtime API: " + head.method() + " " + head.path());
    }

    private void error(int status, String type, String message) {
        text(status, "application/json", ("{\"errorMessage\":\"" + message.replaceAll("[\"\\\\\\p{Cntrl}]", "?")
                + "\",\"errorType\":\"" + type + "\"}").getBytes(UTF_8));
    }

    private void text(int status, String contentType, byte[] body) {
        write(head(status, contentType, body.length), body);
    }

    private static byte[] head(int status, String contentType, int length) {
        var reason = switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 404 -> "Not Found";
            default -> "Refused";
        };
        return ("HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + length + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    private void write(byte[] head, byte[] body) {
        try {
            send(head, body);
        } catch (IOException _) {
            close();
        }
    }
}
