import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.RequestServed;

/// Requests that no well-behaved client sends.
class RawRequestTest {
    @Test
    void methodThatIsNotATokenIsRefusedAndNotPrintedRaw() throws Exception {
        try (var project = TestProject.serving("echo", "fixtures.Echo::handle")) {
            var reply = send(project, "\u001b]0;owned\u0007\u001b[2J /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
            var served = project.await(RequestServed.class, _ -> true);
            assertEquals("?]0;owned??[2J", served.method());
            assertEquals(400, served.status());
        }
    }

    @Test
    void twoHostHeadersAreRefused() throws Exception {
        try (var project = TestProject.serving("echo", "fixtures.Echo::handle")) {
            for (var path : List.of("/echo", "/smyth/api/status", "/2015-03-31/functions/echo/invocations")) {
                var reply = send(project,
                        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n");

                assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
                assertTrue(reply.contains("a request has one Host header; this one has 2"), reply);
            }
            assertTrue(send(project, "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void loadBalancerTakesABodyOfOneMegabyte() throws Exception {
        try (var project = TestProject.serving("alb", "fixtures.Replies::length\nevent = \"alb\"")) {
            assertEquals(200, project.post("/alb", "x".repeat(1 << 20), "content-type", "text/plain").statusCode());
            assertEquals(413,
                    project.post("/alb", "x".repeat((1 << 20) + 1), "content-type", "text/plain").statusCode());
        }
    }

    /// What is announced and does not come costs nothing.
    @Test
    void announcedBodiesAllocateNothing() throws Exception {
        try (var project = TestProject.serving("echo", "fixtures.Echo::handle")) {
            project.get("/echo");
            System.gc();
            long before = used();
            var sockets = new ArrayList<Socket>();
            try {
                for (int i : IntStream.range(0, 60).toArray()) {
                    var socket = connect(project);
                    sockets.add(socket);
                    socket.getOutputStream()
                            .write(("POST /echo?" + i + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                    + "10000000\r\n\r\nx").getBytes(ISO_8859_1));
                }
                TestProject.await("all are being read", () -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().startsWith("exchange ")
                                && List.of(thread.getValue()).toString().contains("Payload.read"))
                        .count() == 60);
                System.gc();
                assertTrue(used() - before < 60 << 20, (used() - before >> 20) + " MB for bodies that did not come");
            } finally {
                for (var socket : sockets) socket.close();
            }
            assertEquals(200, project.get("/echo").statusCode());
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Socket connect(TestProject project) throws IOException {
        return new Socket("127.0.0.1", project.uri("/").getPort());
    }

    private static String send(TestProject project, String request) throws IOException {
        try (var socket = connect(project)) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.setSoTimeout(10_000);
            var reply = new StringBuilder();
            var in = socket.getInputStream();
            var buffer = new byte[8192];
            while (!reply.toString().matches("(?s).*\\r\\n\\r\\n.+")) {
                int count = in.read(buffer);
                if (count < 0) break;
                reply.append(new String(buffer, 0, count, ISO_8859_1));
            }
            assertFalse(reply.isEmpty());
            return reply.toString();
        }
    }
}
