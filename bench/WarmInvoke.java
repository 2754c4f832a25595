import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Requests to a function whose workers run, beside the JDK's HTTP server with nothing behind it.
final class WarmInvoke implements Benchmark {
    private static final int ROUNDS = 3;
    private static final byte[] CONSTANT = "{\"ok\":true}".getBytes(UTF_8);

    @Override
    public void run(Report report, boolean quick) throws Exception {
        var warmUp = quick ? Duration.ofMillis(800) : Duration.ofSeconds(10);
        var round = quick ? Duration.ofMillis(400) : Duration.ofSeconds(5);
        var megabyte = json(1_000_000);
        try (var scratch = Subject.Scratch.make()) {
            scratch.file("project/smyth.toml", """
                    [handlers.one]
                    handler_path = "Answers::handle"
                    url_path = "/one"
                    source = "src"

                    [handlers.eight]
                    handler_path = "Answers::handle"
                    url_path = "/eight"
                    source = "src"
                    concurrency = 8

                    [handlers.stream]
                    handler_path = "Stream::handle"
                    url_path = "/stream"
                    source = "src"
                    """);
            // What a body costs without the handler's own reading and writing of JSON: it is handed on as it is
            // written in the event.
            scratch.file("project/src/Stream.java", """
                    import java.io.IOException;
                    import java.io.InputStream;
                    import java.io.OutputStream;
                    import java.nio.charset.StandardCharsets;

                    public class Stream {
                        private static final byte[] HEAD = "{\\"statusCode\\":200,\\"headers\\":{\\"content-type\\":\\"application/json\\"},\\"body\\":".getBytes(StandardCharsets.UTF_8);
                        private static final byte[] BODY = "\\"body\\":".getBytes(StandardCharsets.UTF_8);

                        public void handle(InputStream input, OutputStream output) throws IOException {
                            byte[] event = input.readAllBytes();
                            int begin = 0;
                            while (!startsWith(event, begin, BODY)) begin++;
                            begin += BODY.length;
                            int end = begin + 1;
                            while (event[end] != '"') end += event[end] == '\\\\' ? 2 : 1;
                            output.write(HEAD);
                            output.write(event, begin, end + 1 - begin);
                            output.write('}');
                        }

                        private static boolean startsWith(byte[] text, int at, byte[] start) {
                            for (int i = 0; i < start.length; i++) if (text[at + i] != start[i]) return false;
                            return true;
                        }
                    }
                    """);
            scratch.file("project/src/Answers.java", """
                    import java.util.Map;

                    public class Answers {
                        public Map<String, Object> handle(Map<String, Object> event) {
                            Object body = event.get("body");
                            return Map.of("statusCode", 200, "headers", Map.of("content-type", "application/json"), "body", body == null ? "{\\"ok\\":true}" : body);
                        }
                    }
                    """);
            try (var floor = Subject.bareServer(scratch.folder().resolve("floor.log"));
                    var smyth = Subject.smyth(scratch.folder().resolve("project"),
                            scratch.folder().resolve("smyth.log"))) {
                var get = new Case(Client.get("/one"), CONSTANT, 1).measure(floor.url(), smyth.url(), warmUp, round);
                report.figure("GET, 1 connection, p50", Report.Unit.MILLIS, get.floor(Client.Round::p50),
                        get.smyth(Client.Round::p50), Report.Goal.timesTheFloor(3));
                report.figure("GET, 1 connection, p99", Report.Unit.MILLIS, get.floor(Client.Round::p99),
                        get.smyth(Client.Round::p99), Report.Goal.NONE);

                var many = new Case(Client.get("/eight"), CONSTANT, 8).measure(floor.url(), smyth.url(), warmUp, round);
                report.figure("GET, 8 connections, requests/s", Report.Unit.PER_SECOND,
                        many.floor(Client.Round::perSecond), many.smyth(Client.Round::perSecond),
                        Report.Goal.partOfTheFloor(0.25));
                report.figure("GET, 8 connections, p50", Report.Unit.MILLIS, many.floor(Client.Round::p50),
                        many.smyth(Client.Round::p50), Report.Goal.NONE);
                report.figure("GET, 8 connections, p99", Report.Unit.MILLIS, many.floor(Client.Round::p99),
                        many.smyth(Client.Round::p99), Report.Goal.NONE);

                try (var hop = Subject.jsonHop(scratch.folder().resolve("hop.log"))) {
                    var least = new Case(Client.post("/", megabyte), megabyte, 1).measure(floor.url(), hop.url(),
                            warmUp, round);
                    report.figure("POST 1 MB and back, p50, not Smyth but the least it needs (JsonHop)",
                            Report.Unit.MILLIS, least.floor(Client.Round::p50), least.smyth(Client.Round::p50),
                            Report.Goal.NONE);
                }
                for (var handler : List.of("stream", "one")) {
                    var name = "POST 1 MB and back, " + (handler.equals("one") ? "handler of a Map" : "stream handler");
                    var post = new Case(Client.post("/" + handler, megabyte), megabyte, 1).measure(floor.url(),
                            smyth.url(), warmUp, round);
                    report.figure(name + ", p50", Report.Unit.MILLIS, post.floor(Client.Round::p50),
                            post.smyth(Client.Round::p50), Report.Goal.timesTheFloor(3));
                    report.figure(name + ", p99", Report.Unit.MILLIS, post.floor(Client.Round::p99),
                            post.smyth(Client.Round::p99), Report.Goal.NONE);
                }
            }
        }
    }

    /// JSON of many small objects, as APIs send it.
    private static byte[] json(int length) {
        var text = new StringBuilder("[");
        for (int i = 0; text.length() < length; i++) text.append("{\"id\":").append(i)
                .append(",\"name\":\"product number ").append(i).append("\",\"price\":").append(i % 97).append(".5},");
        text.setCharAt(text.length() - 1, ']');
        return text.toString().getBytes(UTF_8);
    }

    /// One kind of request, measured on both in turns after both are warm.
    private record Case(byte[] request, byte[] answer, int connections) {
        Rounds measure(URI floor, URI smyth, Duration warmUp, Duration round) throws Exception {
            Client.load(floor, request, answer, connections, warmUp);
            Client.load(smyth, request, answer, connections, warmUp);
            var rounds = new Rounds(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < ROUNDS; i++) {
                rounds.floor.add(Client.load(floor, request, answer, connections, round));
                rounds.smyth.add(Client.load(smyth, request, answer, connections, round));
            }
            return rounds;
        }
    }

    /// Medians of the rounds.
    private record Rounds(ArrayList<Client.Round> floor, ArrayList<Client.Round> smyth) {
        double floor(ToDoubleFunction<Client.Round> figure) {
            return Report.median(floor.stream().map(figure::applyAsDouble).toList());
        }

        double smyth(ToDoubleFunction<Client.Round> figure) {
            return Report.median(smyth.stream().map(figure::applyAsDouble).toList());
        }
    }
}
