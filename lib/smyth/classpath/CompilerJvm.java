package smyth.classpath;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The Java compiler, in a JVM of its own that is kept warm: annotation processors are user code, which must not run
/// in the server.
///
/// One compilation at a time; [#compile] blocks. The JVM starts with the first one, ends after idle minutes and with
/// the server, and is replaced after a crash.
final class CompilerJvm implements AutoCloseable {
    private final CacheFolder cache;
    private final Consumer<String> log;
    private final Duration limit;
    private final Duration idleLimit;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Optional<CompilerChild> child = Optional.empty();
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
    /// An interrupt ends the wait at once; the compiler finishes its work in a folder that is no longer read.
    CompilerReply compile(CompilerRequest request) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            for (int attempt = 1;; attempt++) {
                var child = ready();
                try {
                    return child.ask(request).get(limit.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    child.kill();
                    return CompilerReply.broken("compiling took longer than " + limit.toSeconds()
                            + " s and was given up; an annotation processor may hang");
                } catch (ExecutionException e) {
                    child.kill();
                    // The idle limit may just have passed, or the process was killed: a new one does the work. If that
                    // ends too, the work is the reason.
                    if (attempt == 2) return CompilerReply.broken(e.getCause().getMessage());
                }
            }
        } catch (IOException e) {
            return CompilerReply.broken("the compiler's JVM does not start: " + e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    /// The compiler JVM that runs now.
    Optional<ProcessHandle> process() {
        return child.flatMap(CompilerChild::process);
    }

    @Override
    public void close() {
        closed = true;
        child.ifPresent(CompilerChild::end);
    }

    private CompilerChild ready() throws IOException, InterruptedException {
        if (closed) throw new IOException("Smyth is stopping");
        var present = child;
        if (present.isPresent() && present.get().isFree()) return present.get();
        present.ifPresent(CompilerChild::kill);
        var started = CompilerChild.start(command(), log);
        child = Optional.of(started);
        if (closed) started.kill(); // closed while it started
        return started;
    }

    private List<String> command() throws IOException {
        try {
            var self = Path.of(CompilerJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            // Another Java or another Smyth gets another archive: a JVM that finds a wrong one would make it anew at
            // every end.
            var build = CacheFolder.key(List.of(self.toString(), Files.getLastModifiedTime(self).toString(),
                    System.getProperty("java.home"), System.getProperty("java.vm.version")));
            CacheFolder.prune(cache.folder("archives"), 6, Duration.ofDays(3));
            var archive = cache.folder("archives").resolve("compiler-" + build + ".jsa");
            return List.of(java.toString(), "-Xms64m", "-Xmn48m", "-Xmx1g", "-XX:SoftRefLRUPolicyMSPerMB=1",
                    "-XX:MaxHeapFreeRatio=40", "-Xss4m",
                    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
                    // not in the project
                    "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "smyth-compiler-%p.log"),
                    "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:disable",
                    "-Duser.language=en", "-Dfile.encoding=UTF-8",
                    "-cp", self.toString(), CompilerMain.class.getName(), String.valueOf(idleLimit.toSeconds()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
