package smyth.pool;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TimedOut;
import smyth.journal.Entry.EnvironmentReady;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.InvocationPending;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.Note;
import smyth.journal.Entry.WorkerLine;
import smyth.journal.Entry.WorkerPrompt;
import smyth.journal.Journal;
import smyth.pool.DeadlineWatch.Wait;
import smyth.runtime.Launch;
import smyth.runtimeapi.RuntimeApi;

/// One worker process and its Runtime API. Booted, perhaps in reserve; then begun as a place's execution environment,
/// where it carries out one invocation at a time until its code changes, it fails, or Smyth stops.
final class ExecutionEnvironment {
    /// Lambda gives the init phase 10 s, and then once more the function's own timeout.
    /// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    private static final Duration INIT_LIMIT = Duration.ofSeconds(10);
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(500);

    private final Launch launch;
    private final RuntimeApi api;
    private final WorkerProcess process;
    private final boolean readsTerminal;
    private final DebuggerGate gate;
    private final WorkerOutput output;
    private final EnvironmentLog log;
    private final PeakMemory memory;
    private final Semaphore turn = new Semaphore(1); // of an invocation, and of the stream that it may answer with
    private final DeadlineWatch<Outcome> deadline = new DeadlineWatch<>(() -> stop("deadline", false));
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile String name;
    private volatile Revision revision;
    private volatile long begun;
    private volatile Duration init;
    private volatile boolean stopping;
    private volatile String endedBy = "";
    private volatile int taskCounter;
    private volatile CompletableFuture<Void> free = CompletableFuture.completedFuture(null);

    private ExecutionEnvironment(String name, Launch launch, boolean readsTerminal, Journal journal, RuntimeApi api,
            WorkerProcess process) {
        this.name = name;
        this.launch = launch;
        this.api = api;
        this.process = process;
        this.readsTerminal = readsTerminal;
        this.memory = new PeakMemory(process.pid());
        this.log = new EnvironmentLog(journal);
        this.gate = new DebuggerGate(launch.debugger(), journal);
        this.output = WorkerOutput.read(process.output(), process.pid(), name, line -> {
            if (!gate.takes(line)) log.append(new WorkerLine(this.name, line));
        }, readsTerminal ? Optional.of(text -> log.append(new WorkerPrompt(this.name, text))) : Optional.empty());
        log.start(name, output);
    }

    /// Starts the worker and lets it boot, up to the point where it must know what to run; waits for nothing.
    ///
    /// @param readsTerminal whether its standard input is the terminal
    /// @param ahead         what it may load meanwhile, as [#loaded] of another one has it
    /// @throws IOException when the command cannot be run
    static ExecutionEnvironment boot(String name, Launch launch, boolean readsTerminal, Journal journal, Guard guard,
            Supplier<byte[]> ahead) throws IOException {
        DebuggerGate.awaitFreePorts(launch);
        var api = launch.port().isPresent() ? RuntimeApi.open(launch.port().getAsInt()) : RuntimeApi.open(ahead);
        try {
            var process = WorkerProcess.start(launch, api.address(), LogStream.name(), readsTerminal, guard);
            var environment = new ExecutionEnvironment(name, launch, readsTerminal, journal, api, process);
            api.initialized().thenRun(environment::ready);
            api.broken().thenAccept(environment::end);
            process.ended().thenAcceptAsync(environment::ended,
                    task -> Thread.ofVirtual().name("end of " + name).start(task));
            return environment;
        } catch (IOException | RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /// Lets the init phase begin. Once.
    ExecutionEnvironment begin(String name, String function, Revision revision) {
        this.name = name;
        this.revision = revision;
        this.begun = System.nanoTime();
        log.append(new EnvironmentStarted(name, function, revision.number(), process.pid()));
        var gateOpen = gate.open(name, function, process.pid(), log::append);
        revision.start().map(start -> start.in(name)).ifPresent(start -> gateOpen.thenRun(() -> {
            begun = System.nanoTime(); // the wait for a debugger is not the function's
            api.start(start);
        }));
        return this;
    }

    /// Whether it was booted for this, and reads the terminal or not as wanted.
    boolean fits(Launch wanted, boolean terminal) {
        return launch.equals(wanted) && readsTerminal == terminal;
    }

    Revision revision() {
        return revision;
    }

    long pid() {
        return process.pid();
    }

    OptionalInt debugPort() {
        return gate.port();
    }

    /// The debugger is in place, or none will come.
    void attached() {
        gate.attached();
    }

    int taskCounter() {
        return taskCounter;
    }

    /// Whether the init phase is over, so that the handler may have been called.
    boolean isInitialized() {
        return init != null;
    }

    /// Whether an invocation is under way.
    boolean isBusy() {
        return turn.availablePermits() == 0;
    }

    /// Whether it can take an invocation.
    boolean isUsable() {
        return !stopping && process.isAlive();
    }

    /// What the next worker may load while it waits; completes after the first invocation, if ever.
    CompletableFuture<byte[]> loaded() {
        return api.loaded();
    }

    /// Completes when the process is gone with all that it started, and its last line was read.
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    /// Blocks until the invocation has ended, or begins to stream its answer. A deadline that passes ends this
    /// environment, and so does whatever goes wrong here.
    Outcome invoke(Invocation invocation) throws InterruptedException {
        turn.acquire();
        boolean streams = false;
        try {
            var outcome = invokeAlone(invocation);
            streams = outcome instanceof Streamed;
            return outcome;
        } catch (InterruptedException | RuntimeException | Error e) {
            end("broken off");
            throw e;
        } finally {
            if (!streams) turn.release();
        }
    }

    /// Completes when a streamed answer has ended; at once where there is none.
    CompletableFuture<Void> free() {
        return free;
    }

    private Outcome invokeAlone(Invocation invocation) throws InterruptedException {
        taskCounter++;
        log.append(new InvocationStarted(name, invocation.requestId()));
        boolean cold = init == null;
        var arn = revision.arn() + invocation.qualifier().map(qualifier -> ":" + qualifier).orElse("");
        var answer = new CompletableFuture<Outcome>();
        boolean streams = false;
        long from = watch(invocation, answer,
                cold && INIT_LIMIT.compareTo(revision.timeout()) > 0 ? INIT_LIMIT : revision.timeout());
        try {
            api.invoke(invocation, arn, revision.timeout(), answer);
            if (cold) {
                DeadlineWatch.await(CompletableFuture.anyOf(api.initialized(), answer));
                from = watch(invocation, answer, revision.timeout());
            }
            var outcome = DeadlineWatch.await(answer);
            if (hasMissed(invocation, outcome)) {
                taskCounter--;
                log.append(new Note(name + " has ended before it took " + invocation.requestId()
                        + ", which a new execution environment takes"));
                return outcome;
            }
            streams = outcome instanceof Streamed;
            if (outcome instanceof Streamed streamed) return stream(invocation, streamed, from, cold);
            finished(invocation, outcome, from, cold);
            return outcome;
        } finally {
            if (!streams) deadline.end();
        }
    }

    /// The answer whose end is the invocation's.
    private Streamed stream(Invocation invocation, Streamed streamed, long from, boolean cold) {
        var end = new CompletableFuture<Outcome>();
        free = end.thenAccept(how -> {
            deadline.end();
            finished(invocation, how, from, cold);
            turn.release();
        });
        var left = revision.timeout().minusNanos(System.nanoTime() - from);
        watch(invocation, end, left.isPositive() ? left : Duration.ofNanos(1));
        return new Streamed(streamed.contentType(), new ServedStream(streamed.body(), end, process.ended(), this::end));
    }

    private void finished(Invocation invocation, Outcome outcome, long from, boolean cold) {
        log.append(new InvocationFinished(name, invocation.requestId(), Instant.now(),
                Duration.ofNanos(System.nanoTime() - from),
                cold ? Optional.ofNullable(init) : Optional.empty(), revision.memorySize(), memory.megabytes(),
                Failures.of(outcome, invocation.requestId(), revision.timeout())));
        if (outcome instanceof TimedOut) stop("deadline", false);
    }

    /// Whether the worker has ended after its init phase and never fetched this invocation, so that another one may
    /// carry it out.
    ///
    /// @param outcome what came of the invocation
    boolean hasMissed(Invocation invocation, Outcome outcome) {
        return outcome instanceof Exited && isInitialized() && !api.hasTaken(invocation.requestId());
    }

    /// @return when the wait begins
    private long watch(Invocation invocation, CompletableFuture<Outcome> answer, Duration limit) {
        deadline.begin(new Wait<>(answer, new TimedOut(revision.timeout()),
                revision.enforced() ? limit : Duration.ofNanos(-1),
                waited -> log.append(new InvocationPending(name, invocation.requestId(), process.pid(), waited))));
        return System.nanoTime();
    }

    /// Ends the worker and all that it started. Blocks, with a limit; further calls do nothing.
    ///
    /// @param ask whether the worker may say goodbye first
    void stop(String reason, boolean ask) {
        if (takesNoMore(reason)) process.end(ask);
    }

    /// The same at once, and without a wait for the end.
    private void end(String reason) {
        if (takesNoMore(reason)) Thread.ofVirtual().name("end of " + name).start(() -> process.end(false));
    }

    private synchronized boolean takesNoMore(String reason) {
        if (stopping) return false;
        stopping = true;
        endedBy = reason;
        return true;
    }

    private void ready() {
        init = Duration.ofNanos(System.nanoTime() - begun);
        log.append(new EnvironmentReady(name, process.pid(), init));
    }

    private void ended(String reason) {
        boolean expected = stopping;
        var end = Thread.ofVirtual().name("rest of " + name).start(() -> process.end(false));
        api.ended(new Exited(reason));
        api.close();
        try {
            end.join();
            output.join(DRAIN_LIMIT.toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        turn.acquireUninterruptibly(); // the end of an invocation comes before the end of its environment
        deadline.close();
        log.append(new EnvironmentStopped(name, process.pid(),
                expected ? endedBy : reason.isEmpty() ? "exit status 0" : reason, expected));
        turn.release();
        stopped.complete(null);
    }
}
