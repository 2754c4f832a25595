import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.WorkerLine;

/// A request through every package on its way.
class SmythTest {
    @Test
    void requestReachesTheHandlerAndItsReplyComesBack() throws Exception {
        try (var project = TestProject.serving("echo", "fixtures.Echo::token")) {
            var reply = project.get("/echo?token=a%20b");

            assertEquals(200, reply.statusCode());
            assertEquals("a b", reply.body());
            assertEquals("text/plain; charset=utf-8", reply.headers().firstValue("content-type").orElseThrow());
        }
    }

    @Test
    void processKeepsItsStateFromOneInvocationToTheNext() throws Exception {
        try (var project = TestProject.serving("counts", "fixtures.Counts::handle")) {
            assertEquals("1", project.get("/counts").body());
            assertEquals("2", project.get("/counts").body());
            assertEquals("3", project.invoke("counts", "").body());
            var status = project.get("/smyth/api/status").body();
            assertTrue(status.startsWith(
                    "{\"lambda "
                            + "handlers\":{\"counts\":{\"processes\":[{\"state\":\"warm\",\"task_counter\":3,"
                            + "\"name\":\"counts:0\",\"pid\":"),
                    status);
        }
    }

    /// One that is held for a minute, by a thread that reads a pipe, stops all others: idle carriers end, and no new
    /// one comes.
    @Test
    void virtualThreadsHoldNoCarrierWhileNothingIsAsked() throws Exception {
        try (var project = TestProject.of("[handlers.f]\nhandler_path = \"F::handle\"\nurl_path = \"/f\"\n")
                // never compiled before
                .file("F.java", "public class F { public String handle() { return \"" + System.nanoTime() + "\"; } }")
                .start()) {
            assertEquals(200, project.get("/f").statusCode());

            TestProject.await("every carrier free",
                    () -> Thread.getAllStackTraces().entrySet().stream()
                            .filter(thread -> thread.getKey().getName().startsWith("ForkJoinPool-1-worker"))
                            .noneMatch(carrier -> Arrays.stream(carrier.getValue())
                                    .anyMatch(frame -> frame.getClassName().equals("jdk.internal.vm.Continuation"))));
        }
    }

    @Test
    void endOfAnInvocationFollowsWhatItsHandlerWrote() throws Exception {
        try (var project = TestProject.serving("output", "fixtures.Output::says")) {
            project.invoke("output", "\"one\"");

            var started = project.await(InvocationStarted.class, entry -> true);
            project.await(WorkerLine.class, line -> line.text().equals("err one"));
            var finished = project.await(InvocationFinished.class, entry -> true);
            assertEquals(started.requestId(), finished.requestId());
            assertTrue(finished.init().isPresent(), "the first invocation is the cold start");
        }
    }
}
