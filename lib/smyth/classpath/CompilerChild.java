package smyth.classpath;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The JVM that compiles, one request at a time: it runs [CompilerMain], and reads and writes what [CompilerWire] says.
final class CompilerChild {
    private final Process process;
    private final Consumer<String> log;
    private final DataOutputStream requests;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile CompletableFuture<CompilerReply> reply = CompletableFuture.completedFuture(null);

    private CompilerChild(Process process, Consumer<String> log) {
        this.process = process;
        this.log = log;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    /// @param log gets what the JVM and annotation processors print, line by line
    static CompilerChild start(List<String> command, Consumer<String> log) throws IOException {
        var builder = new ProcessBuilder(command);
        // Options and agents meant for the user's programs are not meant for the compiler.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                .forEach(builder.environment()::remove);
        var child = new CompilerChild(builder.start(), log);
        // Platform threads, since a virtual one that reads a pipe holds its carrier.
        Thread.ofPlatform().daemon().name("compiler replies").start(child::readReplies);
        Thread.ofPlatform().daemon().name("compiler output").start(child::readLines);
        return child;
    }

    /// The process, while it is alive.
    Optional<ProcessHandle> process() {
        return process.isAlive() ? Optional.of(process.toHandle()) : Optional.empty();
    }

    /// Whether it lives and has no work. An interrupted caller leaves work behind that is as good as done mostly, so
    /// it is worth a short wait.
    boolean isFree() throws InterruptedException {
        try {
            reply.get(3, TimeUnit.SECONDS);
            return process.isAlive();
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    CompletableFuture<CompilerReply> ask(CompilerRequest request) {
        var answer = new CompletableFuture<CompilerReply>();
        reply = answer;
        try {
            request.write(requests);
            if (!process.isAlive()) fail("its JVM is gone");
        } catch (IOException e) {
            fail("it cannot be reached: " + e.getMessage());
        }
        return answer;
    }

    private void readReplies() {
        try (var replies = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                var read = CompilerReply.read(replies);
                reply.complete(read);
            }
        } catch (IOException e) {
            fail(e.getMessage());
        }
    }

    private void fail(String reason) {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var text = new StringBuilder("the compiler's JVM ");
        if (process.isAlive()) text.append("does not answer (").append(reason).append(")");
        else if (process.exitValue() == 3) text.append("ran out of memory (1 GB)");
        else text.append("ended with code ").append(process.exitValue())
                .append("; an annotation processor may have ended it");
        synchronized (lastLines) {
            lastLines.forEach(line -> text.append("\n  ").append(line));
        }
        reply.completeExceptionally(new IOException(text.toString()));
    }

    private void readLines() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > 10) lastLines.removeFirst();
                }
                log.accept(line);
            }
        } catch (IOException _) {
            return; // killed
        }
    }

    /// Lets it end by itself, so that it can write its class archive.
    void end() {
        try {
            requests.close();
            if (process.waitFor(3, TimeUnit.SECONDS)) return;
        } catch (IOException _) {
            // killed below
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
