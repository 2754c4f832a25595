package smyth.build;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import smyth.build.BuildResult.Diagnostic;

/// The Java compiler, in a JVM of its own that is kept warm: annotation processors are user code, which must not run in the server.
///
/// One compilation at a time; [#compile] blocks. The JVM starts with the first one, ends after idle minutes and with the server, and is replaced after a crash.
final class CompilerJvm implements AutoCloseable {
    private static final int MAGIC = 0x534D5954;

    private final CacheFolder cache;
    private final Consumer<String> log;
    private final Duration limit;
    private final Duration idleLimit;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Optional<Child> child = Optional.empty();
    private volatile boolean closed;

    /// @param log gets what annotation processors print, line by line
    CompilerJvm(CacheFolder cache, Consumer<String> log, Duration limit, Duration idleLimit) {
        this.cache = cache;
        this.log = log;
        this.limit = limit;
        this.idleLimit = idleLimit;
    }

    /// Compiles, in a new JVM where the present one turns out to be dead.
    ///
    /// An interrupt ends the wait at once; the compiler finishes what it does into a folder that nobody reads.
    Reply compile(Request request) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            for (int attempt = 1; ; attempt++) {
                var child = ready();
                try {
                    return child.ask(request).get(limit.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    child.kill();
                    return Reply.broken("compiling took longer than " + limit.toSeconds() + " s and was given up; an annotation processor may hang");
                } catch (ExecutionException e) {
                    child.kill();
                    // The idle limit may just have passed, or somebody killed it: a new one does the work. What ends twice ends because of the work.
                    if (attempt == 2) return Reply.broken(e.getCause().getMessage());
                }
            }
        } catch (IOException e) {
            return Reply.broken("the compiler's JVM does not start: " + e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    /// The compiler JVM that runs now.
    Optional<ProcessHandle> process() {
        return child.filter(running -> running.process.isAlive()).map(running -> running.process.toHandle());
    }

    @Override
    public void close() {
        closed = true;
        child.ifPresent(Child::end);
    }

    private Child ready() throws IOException, InterruptedException {
        if (closed) throw new IOException("Smyth is stopping");
        var present = child;
        if (present.isPresent() && present.get().isFree()) return present.get();
        present.ifPresent(Child::kill);
        var started = new Child();
        child = Optional.of(started);
        if (closed) started.kill(); // closed while it started
        return started;
    }

    private List<String> command() throws IOException {
        try {
            var self = Path.of(CompilerJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            // Another Java or another Smyth gets another archive: a JVM that finds a wrong one would make it anew at every end.
            var build = CacheFolder.key(List.of(self.toString(), Files.getLastModifiedTime(self).toString(), System.getProperty("java.home"), System.getProperty("java.vm.version")));
            CacheFolder.prune(cache.folder("archives"), 4, Duration.ofDays(14));
            var archive = cache.folder("archives").resolve("compiler-" + build + ".jsa");
            return List.of(java.toString(), "-Xms64m", "-Xmn48m", "-Xmx1g", "-XX:SoftRefLRUPolicyMSPerMB=1", "-XX:MaxHeapFreeRatio=40", "-Xss4m",
                    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
                    "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "smyth-compiler-%p.log"), // not in the project
                    "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Duser.language=en", "-Dfile.encoding=UTF-8",
                    "-cp", self.toString(), CompilerMain.class.getName(), String.valueOf(idleLimit.toSeconds()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private final class Child {
        private final Process process;
        private final DataOutputStream requests;
        private final Deque<String> lastLines = new ArrayDeque<>();
        private volatile CompletableFuture<Reply> reply = CompletableFuture.completedFuture(null);

        Child() throws IOException {
            var builder = new ProcessBuilder(command());
            // Options and agents meant for the user's programs are not meant for the compiler.
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH").forEach(builder.environment()::remove);
            process = builder.start();
            requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
            Thread.ofPlatform().daemon().name("compiler replies").start(this::readReplies); // as pipes are read: a virtual thread would hold its carrier
            Thread.ofPlatform().daemon().name("compiler output").start(this::readLines);
        }

        /// Whether it lives and has no work. An interrupted caller leaves work behind that is as good as done mostly, so it is worth a short wait.
        boolean isFree() throws InterruptedException {
            try {
                reply.get(3, TimeUnit.SECONDS);
                return process.isAlive();
            } catch (ExecutionException | TimeoutException _) {
                return false;
            }
        }

        CompletableFuture<Reply> ask(Request request) {
            var answer = new CompletableFuture<Reply>();
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
                    var read = Reply.read(replies);
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
            else text.append("ended with code ").append(process.exitValue()).append("; an annotation processor may have ended it");
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

    /// One compilation.
    ///
    /// @param options javac's, output folder and class path among them
    record Request(List<String> options, List<Path> sources) {
        static Request read(DataInputStream in) throws IOException {
            return new Request(readStrings(in), readStrings(in).stream().map(Path::of).toList());
        }

        void write(DataOutputStream out) throws IOException {
            writeStrings(out, options);
            writeStrings(out, sources.stream().map(Path::toString).toList());
            out.flush();
        }
    }

    /// What came of it.
    ///
    /// @param breakdown why there is no result; "" when the compiler did its work, well or badly
    record Reply(boolean success, List<Diagnostic> diagnostics, String breakdown) {
        static Reply broken(String reason) {
            return new Reply(false, List.of(), reason);
        }

        static Reply read(DataInputStream in) throws IOException {
            if (in.readInt() != MAGIC) throw new IOException("native code wrote to its standard output");
            boolean success = in.readBoolean();
            var breakdown = readString(in);
            var diagnostics = new ArrayList<Diagnostic>();
            for (int count = in.readInt(); count > 0; count--) {
                boolean error = in.readBoolean();
                var file = readString(in);
                diagnostics.add(new Diagnostic(error, file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)), in.readInt(), in.readInt(), readString(in), readString(in)));
            }
            return new Reply(success, List.copyOf(diagnostics), breakdown);
        }

        /// In one write, so that a reply is whole or missing.
        void write(DataOutputStream to) throws IOException {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeInt(MAGIC);
            out.writeBoolean(success);
            writeString(out, breakdown);
            out.writeInt(diagnostics.size());
            for (var diagnostic : diagnostics) {
                out.writeBoolean(diagnostic.error());
                writeString(out, diagnostic.file().map(Path::toString).orElse(""));
                out.writeInt(diagnostic.line());
                out.writeInt(diagnostic.column());
                writeString(out, diagnostic.message());
                writeString(out, diagnostic.sourceLine());
            }
            bytes.writeTo(to);
            to.flush();
        }
    }

    private static List<String> readStrings(DataInputStream in) throws IOException {
        var strings = new ArrayList<String>();
        for (int count = in.readInt(); count > 0; count--) strings.add(readString(in));
        return strings;
    }

    private static void writeStrings(DataOutputStream out, List<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (var string : strings) writeString(out, string);
    }

    /// Longer than `readUTF` allows: a class path may be.
    private static String readString(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void writeString(DataOutputStream out, String string) throws IOException {
        var bytes = string.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
