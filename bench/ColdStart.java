import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Starts: of Smyth with everything cached, and of a function in a Smyth that runs; and what both hold in memory.
final class ColdStart implements Benchmark {
    private static final Path HELLO = Path.of("examples/hello");
    private static final byte[] FIRST_ANSWER = "{\"hello\": \"world\", \"greeted\": 1}".getBytes(UTF_8);

    @Override
    public void run(Report report, boolean quick) throws Exception {
        try (var scratch = Subject.Scratch.make()) {
            var log = scratch.folder().resolve("smyth.log");
            var floorPath = List.of(Subject.helloFolder(scratch.folder()));
            var starts = new Times();
            var answers = new Times();
            start(log, starts, answers); // fills what is cached; not counted
            var floors = new Times();
            starts.clear();
            answers.clear();
            for (int i = 0; i < (quick ? 2 : 5); i++) {
                floors.add(Subject.bareJvm(Subject.java(), floorPath));
                start(log, starts, answers);
            }
            report.figure("./jbangw smyth examples/hello to its ready line", Report.Unit.MILLIS, floors.median(),
                    starts.median(), Report.Goal.atMost(1500, Report.Unit.MILLIS));
            report.figure("from there to the first answer", Report.Unit.MILLIS, floors.median(), answers.median(),
                    Report.Goal.atMost(1000, Report.Unit.MILLIS));

            try (var smyth = Subject.smythByJbang(HELLO, log)) {
                firstAnswer(smyth);
                Thread.sleep(Duration.ofSeconds(quick ? 1 : 10)); // what goes on behind a start is over
                var server = Subject.Memory.of(smyth.process().pid());
                var worker = Subject.Memory.of(smyth.worker("Hello").orElseThrow());
                var cold = new Times();
                floors.clear();
                for (int i = 0; i < (quick ? 3 : 20); i++) {
                    floors.add(Subject.bareJvm(Subject.java(), floorPath));
                    endWorker(smyth);
                    cold.add(firstAnswer(smyth));
                }
                report.figure("first answer of a function in a running Smyth, p50", Report.Unit.MILLIS, floors.median(),
                        cold.median(), Report.Goal.timesTheFloor(6));
                report.figure("first answer of a function in a running Smyth, p95", Report.Unit.MILLIS,
                        Report.percentile(floors, 95), Report.percentile(cold, 95), Report.Goal.NONE);
                report.figure("memory of the server, without the compiler (PSS)", Report.Unit.MEGABYTES, Double.NaN,
                        server.pss(), Report.Goal.atMost(150, Report.Unit.MEGABYTES));
                report.figure("memory of the server, without the compiler (RSS)", Report.Unit.MEGABYTES, Double.NaN,
                        server.rss(), Report.Goal.NONE);
                report.figure("memory of an idle worker of examples/hello (PSS)", Report.Unit.MEGABYTES, Double.NaN,
                        worker.pss(), Report.Goal.atMost(70, Report.Unit.MEGABYTES));
                report.figure("memory of an idle worker of examples/hello (RSS)", Report.Unit.MEGABYTES, Double.NaN,
                        worker.rss(), Report.Goal.NONE);
            }
        }
    }

    private static void start(Path log, Times starts, Times answers) throws IOException {
        try (var smyth = Subject.smythByJbang(HELLO, log)) {
            starts.add(smyth.readyNanos());
            answers.add(firstAnswer(smyth));
        }
    }

    /// That it is the first one of its worker is in the answer.
    private static long firstAnswer(Subject smyth) throws IOException {
        long begun = System.nanoTime();
        try (var client = new Client(smyth.url())) {
            client.ask(Client.get("/"));
            client.check(200, FIRST_ANSWER);
            return client.firstByteAt() - begun;
        }
    }

    /// The next invocation is a cold start.
    private static void endWorker(Subject smyth) throws Exception {
        var worker = ProcessHandle.of(smyth.worker("Hello").orElseThrow()).orElseThrow();
        worker.destroyForcibly();
        worker.onExit().get();
        while (smyth.worker("Hello").isPresent()) Thread.sleep(5);
        Thread.sleep(100); // and nothing of the old one is left to be done
    }

    /// Milliseconds, from nanoseconds.
    private static final class Times extends ArrayList<Double> {
        void add(long nanos) {
            add(nanos / 1e6);
        }

        double median() {
            return Report.median(this);
        }
    }
}
