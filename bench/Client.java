import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// One kept connection that asks, reads the whole answer, and asks again: little else, so that what is measured is
/// the server.
///
/// It knows answers with a `Content-Length` only. Not for several threads.
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private byte[] buffer = new byte[16 << 10];
    private int bodyStart;
    private int end;
    private long firstByteAt;

    Client(URI url) throws IOException {
        socket = new Socket(url.getHost(), url.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    static byte[] post(String path, byte[] json) {
        var head = ("POST " + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\nContent-Type: "
                + "application/json\r\nContent-Length: "
                + json.length + "\r\n\r\n").getBytes(ISO_8859_1);
        var request = Arrays.copyOf(head, head.length + json.length);
        System.arraycopy(json, 0, request, head.length, json.length);
        return request;
    }

    /// Sends a request and reads the answer. Blocks.
    ///
    /// @return nanoseconds from the first byte sent to the last one read
    long ask(byte[] request) throws IOException {
        long begun = System.nanoTime();
        socket.getOutputStream().write(request);
        bodyStart = end = 0;
        while (bodyStart == 0) {
            int searched = Math.max(0, end - 3);
            read();
            if (searched == 0) firstByteAt = System.nanoTime();
            bodyStart = endOfHead(searched);
        }
        int length = bodyStart + contentLength();
        if (buffer.length < length) buffer = Arrays.copyOf(buffer, length);
        while (end < length) read();
        return System.nanoTime() - begun;
    }

    private void read() throws IOException {
        int count = socket.getInputStream().read(buffer, end, buffer.length - end);
        if (count < 0) throw new EOFException("the server closed the connection instead of answering");
        end += count;
    }

    private int endOfHead(int from) {
        for (int i = from; i + 3 < end; i++)
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n')
                return i + 4;
        return 0;
    }

    private int contentLength() {
        for (var line : new String(buffer, 0, bodyStart, ISO_8859_1).split("\r\n"))
            if (line.regionMatches(true, 0, "content-length:", 0, 15))
                return Integer.parseInt(line.substring(15).strip());
        throw new IllegalStateException(
                "an answer without Content-Length: " + new String(buffer, 0, bodyStart, ISO_8859_1));
    }

    /// When the first byte of the last answer came, as [System#nanoTime] tells it.
    long firstByteAt() {
        return firstByteAt;
    }

    int status() {
        return Integer.parseInt(new String(buffer, "HTTP/1.1 ".length(), 3, ISO_8859_1));
    }

    String body() {
        return new String(buffer, bodyStart, end - bodyStart, UTF_8);
    }

    Client check(int status, byte[] body) {
        if (status() != status || !Arrays.equals(buffer, bodyStart, end, body, 0, body.length)) throw wrong();
        return this;
    }

    /// Something other than what has to be answered.
    IllegalStateException wrong() {
        return new IllegalStateException(
                "wrong answer: " + status() + " " + body().substring(0, Math.min(500, end - bodyStart)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// What a round of asking came to.
    ///
    /// @param millis of each answer, in order
    record Round(double[] millis, double perSecond) {
        double p50() {
            return Report.percentile(millis, 50);
        }

        double p99() {
            return Report.percentile(millis, 99);
        }
    }

    /// Asks on so many connections without pause for so long, a thread for each; each answer has to be 200 and this
    /// body. Blocks.
    static Round load(URI url, byte[] request, byte[] answer, int connections, Duration duration) throws Exception {
        var together = new CyclicBarrier(connections);
        var work = new ArrayList<Callable<long[]>>();
        for (int i = 0; i < connections; i++) work.add(() -> {
            try (var client = new Client(url)) {
                together.await();
                var times = LongStream.builder();
                long stop = System.nanoTime() + duration.toNanos();
                do {
                    times.add(client.ask(request));
                    client.check(200, answer);
                } while (System.nanoTime() < stop);
                return times.build().toArray();
            }
        });
        long begun = System.nanoTime();
        List<Future<long[]>> done;
        try (var threads = Executors.newFixedThreadPool(connections)) {
            done = threads.invokeAll(work);
        }
        long took = System.nanoTime() - begun;
        var times = LongStream.empty();
        for (var one : done) times = LongStream.concat(times, Arrays.stream(one.get()));
        var all = times.toArray();
        return new Round(Report.millis(all), all.length / (took / 1e9));
    }
}
