package smyth.runtimeapi;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a worker that ships with Smyth learns before its first invocation, and says after it.
final class Boot {
    private final CompletableFuture<Start> start = new CompletableFuture<>();
    private final CompletableFuture<byte[]> loaded = new CompletableFuture<>();
    private final Supplier<byte[]> ahead;

    Boot(Supplier<byte[]> ahead) {
        this.ahead = ahead;
    }

    /// Lets the init phase begin.
    void start(Start what) {
        start.complete(what);
    }

    void whenStarted(Consumer<Start> then) {
        start.thenAccept(then);
    }

    /// What it may load meanwhile.
    byte[] ahead() {
        return ahead.get();
    }

    CompletableFuture<byte[]> loaded() {
        return loaded;
    }

    /// @param classes lines that name what it came to use
    void loaded(byte[] classes) {
        start.thenAccept(told -> {
            var lines = new ByteArrayOutputStream();
            lines.writeBytes(told.lines());
            lines.writeBytes(classes);
            loaded.complete(lines.toByteArray());
        });
    }
}
