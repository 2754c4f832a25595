package smyth.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import smyth.config.Config;
import smyth.config.LogLevel;
import smyth.journal.Entry;
import smyth.journal.Entry.DebuggerListening;
import smyth.journal.Entry.EnvironmentReady;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.InvocationPending;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.Note;
import smyth.journal.Entry.RequestServed;
import smyth.journal.Entry.RevisionBuilding;
import smyth.journal.Entry.RevisionFailed;
import smyth.journal.Entry.RevisionReady;
import smyth.journal.Entry.WorkerLine;
import smyth.journal.Entry.WorkerPrompt;
import smyth.journal.Journal;

/// Prints the journal for people, on a thread of its own: a terminal that does not scroll stops only this thread.
final class Console implements AutoCloseable {
    private static final long GATHER_NANOS = 2_000_000;
    private static final int CHUNK = 32 << 10;
    private static final Pattern QUESTION = Pattern.compile("[ :>?$#]$");

    private final Journal.Reader entries;
    private final PrintStream err;
    private final Style style;
    private final LogLevel level;
    private final Thread thread;
    private final StringBuilder text = new StringBuilder();
    /// The worker whose prompt is before the cursor; "" at the beginning of a line.
    private String prompting = "";
    private volatile boolean stopping;
    private volatile boolean closed;

    private Console(Journal.Reader entries, PrintStream err, Style style, Config config) {
        this.entries = entries;
        this.err = err;
        this.style = style;
        this.level = config.logLevel();
        this.thread = Thread.ofPlatform().daemon().name("console").unstarted(this::print);
    }

    static Console start(Journal.Reader entries, PrintStream err, Style style, Config config) {
        var console = new Console(entries, err, style, config);
        console.thread.start();
        return console;
    }

    /// From now on, workers that end are not reported.
    void stopping() {
        stopping = true;
    }

    /// Prints what is left. Blocks shortly.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        entries.close();
    }

    private void print() {
        try {
            while (true) {
                var entry = entries.next(50, TimeUnit.MILLISECONDS);
                if (entry == null && closed) return;
                if (entry == null) continue;
                LockSupport.parkNanos(GATHER_NANOS); // what comes together is written together
                for (; entry != null; entry = entries.next(0, TimeUnit.MILLISECONDS)) {
                    print(entry);
                    if (text.length() > CHUNK) write();
                }
                long dropped = entries.dropped();
                if (dropped > 0) line(LogLevel.WARNING, style
                        .yellow("(" + dropped + " log lines left out: they came faster than they could be printed)"));
                write();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        err.print(text);
        err.flush();
        text.setLength(0);
    }

    private void print(Entry entry) {
        if (goesOn(entry, prompting)) prompting = ""; // after what was typed, and that ended the line
        switch (entry) {
            case EnvironmentStarted started ->
                line(LogLevel.DEBUG, started.environment(), "started as process " + started.pid());
            case EnvironmentReady ready ->
                line(LogLevel.DEBUG, ready.environment(), "ready after " + millis(ready.init()));
            case EnvironmentStopped stopped -> stopped(stopped);
            case DebuggerListening listening -> line(LogLevel.INFO, listening.environment(), style
                    .faint("a debugger (" + listening.debugger() + ") can attach to 127.0.0.1:" + listening.port()));
            case InvocationStarted started -> line(LogLevel.INFO, started.environment(),
                    style.faint("START RequestId: " + started.requestId() + " Version: $LATEST"));
            case InvocationPending pending -> line(LogLevel.WARNING, pending.environment(), style.yellow(
                    "still busy after " + pending.elapsed().toSeconds() + " s with " + pending.requestId()
                            + " (process " + pending.pid() + ")"));
            case InvocationFinished finished -> finished(finished);
            case RevisionBuilding _ -> {}
            case RevisionReady ready -> ready(ready);
            case RevisionFailed failed ->
                line(LogLevel.ERROR, style.red(Printable.line(failed.function()) + ": not built") + "\n"
                        + Printable.lines(failed.message()));
            case WorkerLine written -> line(LogLevel.CRITICAL, written.environment(), written.text());
            case WorkerPrompt prompt -> prompt(prompt);
            case RequestServed served -> served(served);
            case Note note -> line(LogLevel.INFO, style.faint(Printable.lines(note.text())));
        }
    }

    private static boolean goesOn(Entry entry, String environment) {
        return entry instanceof WorkerLine(var name, _) && name.equals(environment)
                || entry instanceof WorkerPrompt(var asking, _) && asking.equals(environment)
                || entry instanceof InvocationFinished finished && finished.environment().equals(environment);
    }

    private void stopped(EnvironmentStopped stopped) {
        if (stopping) return;
        if (stopped.expected()) line(LogLevel.DEBUG, stopped.environment(), "stopped: " + stopped.reason());
        else line(LogLevel.WARNING, stopped.environment(),
                style.red("process " + stopped.pid() + " ended: " + stopped.reason()));
    }

    private void finished(InvocationFinished finished) {
        finished.failure().filter(failure -> !failure.message().isEmpty())
                .ifPresent(failure -> line(LogLevel.ERROR, finished.environment(),
                        style.red(Printable.line(failure.message()))));
        line(LogLevel.INFO, finished.environment(), style.faint("END RequestId: " + finished.requestId()));
        line(LogLevel.INFO, finished.environment(), style.faint(report(finished)));
    }

    private static String report(InvocationFinished finished) {
        var billed = finished.duration().plus(finished.init().orElse(Duration.ZERO));
        var report = new StringBuilder("REPORT RequestId: ").append(finished.requestId()).append("\tDuration: ")
                .append(decimal(finished.duration())).append(" ms\tBilled Duration: ")
                .append((billed.toNanos() + 999_999) / 1_000_000).append(" ms\tMemory Size: ")
                .append(finished.memorySize()).append(" MB");
        finished.maxMemory()
                .ifPresent(megabytes -> report.append("\tMax Memory Used: ").append(megabytes).append(" MB"));
        finished.init().ifPresent(init -> report.append("\tInit Duration: ").append(decimal(init)).append(" ms"));
        finished.failure().ifPresent(failure -> report.append("\tStatus: ").append(failure.status())
                .append(failure.errorType().isEmpty() ? "" : "\tError Type: " + Printable.line(failure.errorType())));
        return report.append('\t').toString();
    }

    private void ready(RevisionReady ready) {
        if (ready.changed().isEmpty())
            line(LogLevel.DEBUG, Printable.line(ready.function()) + ": built in " + millis(ready.took()));
        else line(LogLevel.INFO,
                style.green(Printable.line(ready.function() + ": reloaded in " + millis(ready.took()) + " ("
                        + String.join(", ", ready.changed()) + ")")));
    }

    private void served(RequestServed served) {
        var status = Integer.toString(served.status());
        var coloured = served.status() >= 500 ? style.red(status)
                : served.status() >= 400 ? style.yellow(status) : style.green(status);
        line(served.status() >= 500 ? LogLevel.ERROR : LogLevel.INFO,
                Printable.line(served.method() + " " + served.target()) + " " + coloured + " "
                        + decimal(served.took()) + " ms"
                        + served.function().map(function -> " " + Printable.line(function)).orElse(""));
    }

    /// Leaves the cursor where the answer is to be typed.
    private void prompt(WorkerPrompt prompt) {
        line(LogLevel.CRITICAL, prompt.environment(), prompt.text());
        text.setLength(text.length() - System.lineSeparator().length());
        prompting = QUESTION.matcher(prompt.text()).find() ? prompt.environment() : "nobody";
    }

    private void line(LogLevel about, String environment, String text) {
        line(about, style.ofEnvironment(Printable.line(environment)) + " | " + text);
    }

    private void line(LogLevel about, String text) {
        if (about.compareTo(level) < 0) return;
        if (!prompting.isEmpty()) this.text.append(System.lineSeparator());
        prompting = "";
        this.text.append(text).append(System.lineSeparator());
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private static String decimal(Duration duration) {
        long hundredths = (duration.toNanos() + 5_000) / 10_000; // as %.2f would have it, for a fraction of the work
        return hundredths / 100 + (hundredths % 100 < 10 ? ".0" : ".") + hundredths % 100;
    }
}
