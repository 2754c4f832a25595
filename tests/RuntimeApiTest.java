import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.runtimeapi.RuntimeApi;

/// What a worker may do to its Runtime API.
class RuntimeApiTest {
    private static final String NEXT = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: HOST\r\n\r\n";

    @Test
    void sixtyFourConnectionsAreServedAndNoMore() throws Exception {
        var sockets = new ArrayList<Socket>();
        try (var api = RuntimeApi.open(() -> new byte[0])) {
            for (int i = 0; i < 64; i++) {
                sockets.add(connect(api));
                write(sockets.getLast(), api, "GET /ping HTTP/1.1\r\nHost: HOST\r\n\r\n");
                assertEquals('H', sockets.getLast().getInputStream().read());
            }
            try (var surplus = connect(api)) {
                assertTrue(isClosed(surplus));
            }
            sockets.removeFirst().close();
            TestProject.await("there is room again", () -> {
                try (var another = connect(api)) {
                    write(another, api, "GET /ping HTTP/1.1\r\nHost: HOST\r\n\r\n");
                    return another.getInputStream().read() == 'H';
                } catch (IOException _) {
                    return false;
                }
            });
        } finally {
            for (var socket : sockets) socket.close();
        }
    }

    /// The worker's next request may take its time; the caller has the answer.
    @Test
    void halfARequestBehindAnAnswerKeepsNobodyWaiting() throws Exception {
        try (var api = RuntimeApi.open(() -> new byte[0]); var worker = connect(api)) {
            write(worker, api, NEXT);
            api.initialized().get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                var id = Invocation.newRequestId();
                var answer = invoke(api, id);
                event(worker);
                write(worker, api, "POST /2018-06-01/runtime/invocation/" + id + "/response HTTP/1.1\r\nHost: HOST\r\n"
                        + "Content-Length: 2\r\n\r\nok" + NEXT.substring(0, 10));

                assertEquals("ok", answer.get(10, TimeUnit.SECONDS));

                write(worker, api, NEXT.substring(10));
            }
        }
    }

    @Test
    void strangerThatSpeaksNoHttpEndsNothing() throws Exception {
        try (var api = RuntimeApi.open(() -> new byte[0]); var worker = connect(api); var stranger = connect(api)) {
            write(worker, api, NEXT);
            api.initialized().get(10, TimeUnit.SECONDS);

            write(stranger, api, "\026\003\001 hello\r\n\r\n");
            assertTrue(isClosed(stranger));

            assertFalse(api.broken().isDone());
            var id = Invocation.newRequestId();
            var answer = invoke(api, id);
            event(worker);
            write(worker, api, "POST /2018-06-01/runtime/invocation/" + id
                    + "/response HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\nok");
            assertEquals("ok", answer.get(10, TimeUnit.SECONDS));
        }
    }

    /// As the exchange's thread does it, which reads the answer itself where it can; completes when it comes back.
    private static CompletableFuture<String> invoke(RuntimeApi api, String id) {
        var returned = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().start(() -> {
            var outcome = new CompletableFuture<Outcome>();
            var none = java.util.Optional.<String>empty();
            api.invoke(new Invocation(id, "f", "{}".getBytes(UTF_8), none, none, none, java.util.Optional.empty()),
                    "arn", Duration.ofSeconds(60), outcome);
            try {
                returned.complete(new String(((Outcome.Returned) outcome.get()).payload(), UTF_8));
            } catch (InterruptedException | ExecutionException e) {
                returned.completeExceptionally(e);
            }
        });
        return returned;
    }

    /// Reads up to the event `{}`, over the verdict on the answer before.
    private static void event(Socket worker) throws IOException {
        for (int last = 0, next = worker.getInputStream().read(); last != '{' || next != '}';) {
            if (next < 0) throw new IOException("the connection was closed");
            last = next;
            next = worker.getInputStream().read();
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    private static Socket connect(RuntimeApi api) throws IOException {
        var socket = new Socket("127.0.0.1", Integer.parseInt(api.address().split(":")[1]));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, RuntimeApi api, String text) throws IOException {
        socket.getOutputStream().write(text.replace("HOST", api.address()).getBytes(ISO_8859_1));
    }
}
