import com.microsoft.java.debug.core.DebugException;
import com.microsoft.java.debug.core.IEvaluatableBreakpoint;
import com.microsoft.java.debug.core.adapter.HotCodeReplaceEvent;
import com.microsoft.java.debug.core.adapter.ICompletionsProvider;
import com.microsoft.java.debug.core.adapter.IEvaluationProvider;
import com.microsoft.java.debug.core.adapter.IHotCodeReplaceProvider;
import com.microsoft.java.debug.core.adapter.ISourceLookUpProvider;
import com.microsoft.java.debug.core.adapter.IVirtualMachineManagerProvider;
import com.microsoft.java.debug.core.adapter.ProtocolServer;
import com.microsoft.java.debug.core.adapter.ProviderContext;
import com.microsoft.java.debug.core.protocol.Types.CompletionItem;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.Value;
import io.reactivex.Observable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Microsoft's debug adapter for Java without a language server around it: the real protocol and the real JDWP, with
 * the simplest answers to the questions that it would ask the language server. Prints its port, serves any number of
 * sessions, and ends with its parent.
 */
public final class DebugAdapter {
    private DebugAdapter() {}

    public static void main(String[] args) throws IOException {
        ProcessHandle.current().parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("port " + server.getLocalPort());
            while (true) {
                Socket editor = server.accept();
                new Thread(() -> serve(editor), "session").start();
            }
        }
    }

    private static void serve(Socket editor) {
        try (editor) {
            ProviderContext providers = new ProviderContext();
            providers.registerProvider(IVirtualMachineManagerProvider.class,
                    (IVirtualMachineManagerProvider) Bootstrap::virtualMachineManager);
            providers.registerProvider(ISourceLookUpProvider.class, new PublicClasses());
            providers.registerProvider(IHotCodeReplaceProvider.class, new NoHotCodeReplace());
            providers.registerProvider(IEvaluationProvider.class, new NoEvaluation());
            providers.registerProvider(ICompletionsProvider.class,
                    (ICompletionsProvider) (frame, text, line, column) -> List.<CompletionItem>of());
            new ProtocolServer(editor.getInputStream(), editor.getOutputStream(), providers).run();
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    /** Takes every line of a file for one of the class that the file is named after: enough for the tests. */
    private static final class PublicClasses implements ISourceLookUpProvider {
        private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");

        @Override
        public boolean supportsRealtimeBreakpointVerification() {
            return true;
        }

        @Override
        public String[] getFullyQualifiedName(String uri, int[] lines, int[] columns) throws DebugException {
            Path file = file(uri);
            String[] names = new String[lines.length];
            try {
                var found = PACKAGE.matcher(Files.readString(file));
                java.util.Arrays.fill(names, (found.find() ? found.group(1) + "." : "")
                        + file.getFileName().toString().replace(".java", ""));
            } catch (IOException e) {
                throw new DebugException("cannot read " + file, e);
            }
            return names;
        }

        @Override
        public String getSourceFileURI(String className, String sourcePath) {
            return null; // then the adapter looks below the `sourcePaths` that it was given
        }

        @Override
        public String getSourceContents(String uri) {
            try {
                return Files.readString(file(uri));
            } catch (IOException e) {
                return "";
            }
        }

        private static Path file(String uri) {
            return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
        }
    }

    private static final class NoHotCodeReplace implements IHotCodeReplaceProvider {
        @Override
        public void onClassRedefined(Consumer<List<String>> consumer) {}

        @Override
        public CompletableFuture<List<String>> redefineClasses() {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public Observable<HotCodeReplaceEvent> getEventHub() {
            return Observable.empty();
        }
    }

    private static final class NoEvaluation implements IEvaluationProvider {
        @Override
        public boolean isInEvaluation(ThreadReference thread) {
            return false;
        }

        @Override
        public CompletableFuture<Value> evaluate(String expression, ThreadReference thread, int depth) {
            return no();
        }

        @Override
        public CompletableFuture<Value> evaluate(String expression, ObjectReference self, ThreadReference thread) {
            return no();
        }

        @Override
        public CompletableFuture<Value> evaluateForBreakpoint(IEvaluatableBreakpoint breakpoint,
                ThreadReference thread) {
            return no();
        }

        @Override
        public CompletableFuture<Value> invokeMethod(ObjectReference self, String name, String signature, Value[] args,
                ThreadReference thread, boolean invokeSuper) {
            return no();
        }

        @Override
        public void clearState(ThreadReference thread) {}

        private static CompletableFuture<Value> no() {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("nothing is evaluated here"));
        }
    }
}
