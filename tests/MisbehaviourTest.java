import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.WorkerLine;

/// Handlers that do what they should not. Each gets a clear message, nothing hangs, and the next request works.
class MisbehaviourTest {
    @Test
    void exceptionOfTheHandlerIsAnsweredWithItsStackTrace() throws Exception {
        try (var project = TestProject.serving("throws", "fixtures.Throws::handle")) {
            var reply = project.get("/throws");

            assertEquals(500, reply.statusCode());
            assertTrue(reply.body().startsWith(
                    "{\"message\":\"Internal Server "
                            + "Error\",\"errorType\":\"java.lang.IllegalArgumentException\",\"errorMessage\":\"boom\","
                            + "\"stackTrace\":[\"fixtures.Throws.handle(Throws.java:"),
                    reply.body());
            assertFalse(reply.body().contains("worker.java"), "our frames are cut: " + reply.body());
            assertEquals(1, project.get("/smyth/api/status").body().split("\"state\":\"warm\"").length - 1,
                    "an exception ends no process");
        }
    }

    @Test
    void exceptionOfTheConstructorIsTheAnswerAndTheNextRequestTriesAgain() throws Exception {
        try (var project = TestProject.serving("throws", "fixtures.Throws$InConstructor::handle")) {
            for (int i = 0; i < 2; i++) {
                var reply = project.get("/throws");
                assertEquals(500, reply.statusCode());
                assertTrue(
                        reply.body().contains(
                                "\"errorType\":\"java.lang.IllegalStateException\",\"errorMessage\":\"no database\""),
                        reply.body());
            }
        }
    }

    @Test
    void missingClassIsNamed() throws Exception {
        try (var project = TestProject.serving("missing", "fixtures.Missing::handle")) {
            var reply = project.invoke("missing", "{}");

            assertEquals(200, reply.statusCode());
            assertEquals("Unhandled", reply.headers().firstValue("X-Amz-Function-Error").orElseThrow());
            assertEquals(
                    "{\"errorMessage\":\"Class not found: "
                            + "fixtures.Missing\",\"errorType\":\"java.lang.ClassNotFoundException\"}",
                    reply.body());
        }
    }

    @Test
    void systemExitFailsItsOwnRequestOnly() throws Exception {
        try (var project = TestProject.serving("with3", "fixtures.Exits::with3", "with0", "fixtures.Exits::with0",
                "init", "fixtures.Exits$InConstructor::handle")) {
            for (int i = 0; i < 2; i++) {
                assertTrue(project.invoke("with3", "{}").body()
                        .endsWith("Error: Runtime exited with error: exit status 3\"}"));
                assertTrue(project.invoke("with0", "{}").body()
                        .endsWith("Error: Runtime exited without providing a reason\"}"));
                assertTrue(project.invoke("init", "{}").body()
                        .endsWith("Error: Runtime exited with error: exit status 7\"}"));
            }
            var stopped = project.await(EnvironmentStopped.class, entry -> entry.environment().equals("with3:0"));
            assertFalse(stopped.expected());
            assertEquals("exit status 3", stopped.reason());
        }
    }

    /// The next invocation may come before anyone can know that the process is about to end.
    @Test
    void programThatEndsAfterEachAnswerFailsNoInvocation() throws Exception {
        try (var project = ProcessEndTest.provided("", "answer=$(cat event.json); " + ProcessEndTest.ANSWER
                + "; sleep 0.02; exit 0")) {
            for (int i = 0; i < 50; i++) assertEquals("" + i, project.invoke("shell", "" + i).body());
            TestProject.await("the last END", () -> project.all(InvocationFinished.class).size() >= 50);
            assertEquals(50, project.all(InvocationFinished.class).size(), "no more of them than there were");
        }
    }

    @Test
    void stackOverflowFailsItsOwnRequestOnly() throws Exception {
        try (var project = TestProject.serving("overflows", "fixtures.Exits::byStackOverflow")) {
            for (int i = 0; i < 5; i++) {
                var overflow = project.invoke("overflows", "true").body();
                assertTrue(overflow.contains("\"errorType\":\"java.lang.StackOverflowError\""), overflow);
                assertEquals("\"fine\"", project.invoke("overflows", "false").body());
            }
        }
    }

    @Test
    void deadlineEndsTheProcessWhateverTheHandlerCatches() throws Exception {
        try (var project = TestProject.serving("sleeps", "fixtures.Sleeps::swallowing\ntimeout = 0.5", "counts",
                "fixtures.Counts::handle")) {
            var reply = project.get("/sleeps");

            assertEquals(500, reply.statusCode());
            assertTrue(reply.body().contains("\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "),
                    reply.body());
            assertTrue(reply.body().contains(" Error: Task timed out after 0.50 seconds\""), reply.body());
            var finished = project.await(InvocationFinished.class, entry -> entry.environment().equals("sleeps:0"));
            assertEquals("timeout", finished.failure().orElseThrow().status());
            long first = project.await(EnvironmentStarted.class, entry -> entry.function().equals("sleeps")).pid();
            TestProject.await("the worker is gone", () -> ProcessHandle.of(first).isEmpty());
            assertEquals("1", project.get("/counts").body());
            assertEquals(500, project.get("/sleeps").statusCode());
            long second = project
                    .await(EnvironmentStarted.class, entry -> entry.function().equals("sleeps") && entry.pid() != first)
                    .pid();
            assertTrue(first != second);
        }
    }

    @Test
    @Tag("slow")
    void hundredMegabytesOfOutputStopNothing() throws Exception {
        try (var project = TestProject.serving("lines", "fixtures.Output::megabytes", "line",
                "fixtures.Output::oneLine", "counts", "fixtures.Counts::handle")) {
            assertEquals("100", project.invoke("lines", "100").body());
            assertEquals("\"done\"", project.invoke("line", "100").body());
            assertEquals("1", project.get("/counts").body());
        }
    }

    @Test
    void answerOverTheLimitIsRefusedAsOnLambdaAndTheProcessLivesOn() throws Exception {
        try (var project = TestProject.serving("returns", "fixtures.Output::returns")) {
            var reply = project.invoke("returns", "10");

            assertEquals(
                    "{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556 "
                            + "bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}",
                    reply.body());
            assertEquals(5 * 1024 * 1024 + 2, project.invoke("returns", "5").body().length());
            assertTrue(project.get("/smyth/api/status").body().contains("\"task_counter\":2"),
                    "the same process answered both");
        }
    }

    @Test
    void standardOutputMayBeClosed() throws Exception {
        try (var project = TestProject.serving("closes", "fixtures.Output::closesStdout")) {
            assertEquals("\"closed\"", project.invoke("closes", "{}").body());
            assertEquals("\"closed\"", project.invoke("closes", "{}").body());
        }
    }

    @Test
    void threadsAndGrandchildrenOfAWorkerEndWithIt() throws Exception {
        long grandchild;
        long worker;
        try (var project = TestProject.serving("threads", "fixtures.Starts::threads", "grandchild",
                "fixtures.Starts::grandchild")) {
            assertEquals("\"started\"", project.invoke("threads", "{}").body());
            grandchild = Long.parseLong(project.invoke("grandchild", "{}").body());
            worker = project.await(EnvironmentStarted.class, entry -> entry.function().equals("threads")).pid();
            assertTrue(ProcessHandle.of(grandchild).isPresent());
        }
        assertTrue(ProcessHandle.of(worker).isEmpty(), "the worker is gone when Smyth has stopped");
        TestProject.await("the grandchild that ignores SIGTERM is gone",
                () -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void stoppingEndsWaitingAndRunningInvocations() throws Exception {
        var project = TestProject.serving("sleeps", "fixtures.Sleeps::forever");
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = clients.submit(() -> project.outcome("sleeps", "{}"));
            project.await(EnvironmentStarted.class, entry -> true);
            var waiting = clients.submit(() -> project.outcome("sleeps", "{}"));

            long begun = System.nanoTime();
            project.close();

            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 5,
                    "stopping took " + Duration.ofNanos(System.nanoTime() - begun));
            assertTrue(running.get().toString().startsWith("Exited"), running.get().toString());
            assertTrue(waiting.get().toString().startsWith("Rejected") || waiting.get().toString().startsWith("Exited"),
                    waiting.get().toString());
        }
    }

    @Test
    void bodyOverTheLimitIsAnsweredAfterItWasRead() throws Exception {
        try (var project = TestProject.serving("echo", "fixtures.Echo::handle")) {
            assertEquals(413, project.post("/echo", "x".repeat(11 << 20), "content-type", "text/plain").statusCode());
            assertEquals(413, project.post("/echo", "x".repeat(7 << 20), "content-type", "text/plain").statusCode());
            assertEquals(413, project.invoke("echo", "\"" + "x".repeat(7 << 20) + "\"").statusCode());
            assertEquals(200, project.post("/echo", "small", "content-type", "text/plain").statusCode());
        }
    }

    @Test
    void waitingInvocationsAreServedInOrder() throws Exception {
        try (var project = TestProject.serving("sleeps", "fixtures.Sleeps::shortly", "output", "fixtures.Output::says");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            project.invoke("output", "\"warm\"");
            var blocker = clients.submit(() -> project.outcome("sleeps", "300"));
            project.await(EnvironmentStarted.class, entry -> entry.function().equals("sleeps"));
            var order = new java.util.concurrent.ConcurrentLinkedQueue<Integer>();
            var all = new java.util.ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                var asked = new CompletableFuture<Thread>();
                all.add(CompletableFuture.runAsync(() -> {
                    asked.complete(Thread.currentThread());
                    try {
                        project.outcome("sleeps", "1");
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    order.add(number);
                }, clients));
                var thread = asked.get();
                TestProject.await("it waits its turn", () -> thread.getState() == Thread.State.WAITING);
            }
            for (var one : all) one.get();
            blocker.get();
            assertEquals("[0, 1, 2, 3, 4]", order.toString());
        }
    }

    @Test
    void whatTheHandlerWroteIsInTheJournalWithItsName() throws Exception {
        try (var project = TestProject.serving("output", "fixtures.Output::says")) {
            project.invoke("output", "\"grüße\"");
            assertEquals("output:0",
                    project.await(WorkerLine.class, line -> line.text().equals("grüße")).environment());
        }
    }
}
