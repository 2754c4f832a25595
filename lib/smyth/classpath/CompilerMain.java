package smyth.classpath;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// What runs in the compiler JVM: compiles what standard input asks for until it ends, which it does when the server
/// is gone, however it went.
final class CompilerMain {
    private static final int TIDY_AFTER = 40;

    private final DataOutputStream replies;
    private final Duration idleLimit;
    private final ScheduledExecutorService compiler = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("compiler").factory());
    private final AtomicInteger unanswered = new AtomicInteger();
    private ScheduledFuture<?> idleEnd;
    private int compilations;

    private CompilerMain(DataOutputStream replies, Duration idleLimit) {
        this.replies = replies;
        this.idleLimit = idleLimit;
    }

    public static void main(String[] args) throws IOException {
        var requests = new DataInputStream(new BufferedInputStream(System.in));
        var replies = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        // Annotation processors print and read; the protocol is not theirs to disturb.
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        new CompilerMain(replies, Duration.ofSeconds(Long.parseLong(args[0]))).serve(requests);
    }

    /// Reads on while a compilation runs, so that the end of the input is seen even if a processor hangs.
    private void serve(DataInputStream requests) throws IOException {
        compiler.execute(this::endWhenIdle);
        try {
            while (true) {
                var request = CompilerRequest.read(requests);
                unanswered.incrementAndGet();
                compiler.execute(() -> answer(request));
            }
        } catch (EOFException _) {
            // No one waits for it, and classes that load while the JVM writes its archive crash it.
            if (unanswered.get() > 0) Runtime.getRuntime().halt(0);
            end();
        }
    }

    private void answer(CompilerRequest request) {
        idleEnd.cancel(false);
        try {
            compile(request).write(replies);
            unanswered.decrementAndGet();
        } catch (Throwable e) {
            // Without an answer the server would wait for its limit; an exit is noticed at once.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        // javac keeps its name tables by soft references; left alone, this process would grow to its limit before it
        // lets go of them.
        if (++compilations % TIDY_AFTER == 0) System.gc();
        endWhenIdle();
    }

    private void endWhenIdle() {
        idleEnd = compiler.schedule(CompilerMain::end, idleLimit.toMillis(), MILLISECONDS);
    }

    private static void end() {
        // Shutdown hooks of a processor get a moment, and the class archive is written; no more.
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                return;
            }
            Runtime.getRuntime().halt(0);
        });
        System.exit(0);
    }

    private static CompilerReply compile(CompilerRequest request) {
        var javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) return CompilerReply
                .broken("the Java at " + System.getProperty("java.home") + " has no compiler; run Smyth on a JDK");
        var said = new DiagnosticCollector<JavaFileObject>();
        var output = new StringWriter();
        try (var files = javac.getStandardFileManager(said, Locale.ENGLISH, null)) {
            var task = javac.getTask(new PrintWriter(output), files, said, request.options(), null,
                    files.getJavaFileObjectsFromPaths(request.sources()));
            task.setLocale(Locale.ENGLISH);
            boolean success = task.call();
            if (!success && said.getDiagnostics().stream().noneMatch(CompilerMain::isError))
                return CompilerReply.broken(output.toString().strip());
            System.err.print(output);
            return new CompilerReply(success, said.getDiagnostics().stream().map(CompilerMain::diagnostic).toList(),
                    "");
        } catch (IllegalArgumentException e) {
            return CompilerReply.broken(e.getMessage()); // an option that the compiler does not know
        } catch (RuntimeException | IOException | LinkageError | StackOverflowError e) {
            var trace = new StringWriter();
            (e instanceof RuntimeException && e.getCause() != null ? e.getCause() : e)
                    .printStackTrace(new PrintWriter(trace));
            return CompilerReply
                    .broken("the compiler, or an annotation processor in it, failed:\n" + trace.toString().strip());
        }
    }

    private static boolean isError(javax.tools.Diagnostic<?> diagnostic) {
        return diagnostic.getKind() == javax.tools.Diagnostic.Kind.ERROR;
    }

    private static Diagnostic diagnostic(javax.tools.Diagnostic<? extends JavaFileObject> said) {
        var file = Optional.ofNullable(said.getSource()).map(source -> source.toUri())
                .filter(uri -> "file".equals(uri.getScheme())).map(Path::of);
        var message = said.getMessage(Locale.ENGLISH);
        if (said.getSource() == null || said.getPosition() < 0)
            return new Diagnostic(isError(said), file, Math.max(0, (int) said.getLineNumber()), 0, message, "");
        try {
            // javac counts a tab as up to eight columns, editors as one character.
            var text = said.getSource().getCharContent(true).toString();
            int position = (int) Math.min(said.getPosition(), text.length());
            int start = Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;
            var line = text.substring(start).lines().findFirst().orElse("");
            return new Diagnostic(isError(said), file, (int) said.getLineNumber(), position - start + 1, message, line);
        } catch (IOException | UnsupportedOperationException _) {
            return new Diagnostic(isError(said), file, (int) said.getLineNumber(), (int) said.getColumnNumber(),
                    message, "");
        }
    }
}
