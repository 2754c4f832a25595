package smyth.pool;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import smyth.runtime.Launch;

/// A worker's process, from start to end.
final class WorkerProcess {
    private final Process process;
    private final ProcessTree tree;

    private WorkerProcess(Process process, ProcessTree tree) {
        this.process = process;
        this.tree = tree;
    }

    /// @param readsTerminal whether its standard input is ours; otherwise it is empty, as on Lambda
    /// @throws IOException when the command cannot be run
    static WorkerProcess start(Launch launch, String runtimeApi, String logStream, boolean readsTerminal, Guard guard)
            throws IOException {
        var builder = new ProcessBuilder(launch.command()).directory(launch.directory().toFile())
                .redirectErrorStream(true);
        if (readsTerminal) builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(launch.env());
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        builder.environment().putIfAbsent("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        var started = guard.start(builder);
        started.process().getOutputStream().close(); // a handler that reads its standard input finds the end of it
        return new WorkerProcess(started.process(), started.tree());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    java.io.InputStream output() {
        return process.getInputStream();
    }

    /// Completes with the reason when the process has ended, in AWS's words; "" for a plain exit.
    CompletableFuture<String> ended() {
        return process.onExit().thenApply(ended -> reason(ended.exitValue()));
    }

    /// Ends the process and everything that it started: asks, waits shortly, then kills. Blocks, with a limit.
    void end(boolean ask) {
        tree.end(ask);
    }

    /// The JDK reports the end by signal n as 128 + n, as a shell does.
    private static String reason(int exit) {
        return switch (exit) {
            case 0 -> "";
            case 134 -> "signal: aborted";
            case 137 -> "signal: killed";
            case 139 -> "signal: segmentation fault";
            case 143 -> "signal: terminated";
            default -> "exit status " + exit;
        };
    }
}
