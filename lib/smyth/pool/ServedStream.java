package smyth.pool;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import smyth.invocation.BrokenStream;
import smyth.invocation.JsonText;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Returned;

/// A streamed answer on its way to the client, which knows how the invocation ended.
final class ServedStream extends FilterInputStream {
    private static final long EXIT_MILLIS = 500; // between a worker's last word and the end of its process

    private final CompletableFuture<Outcome> end;
    private final CompletableFuture<String> exited;
    private final Consumer<String> stop;

    /// @param end    completed here when the stream ends, unless the deadline has done so before
    /// @param exited completes with the reason when the worker's process has ended
    /// @param stop   ends the worker
    ServedStream(InputStream body, CompletableFuture<Outcome> end, CompletableFuture<String> exited,
            Consumer<String> stop) {
        super(body);
        this.end = end;
        this.exited = exited;
        this.stop = stop;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int count = in.read(into, offset, length);
            if (count < 0) end.complete(new Returned(new byte[0]));
            return count;
        } catch (BrokenStream e) {
            throw broken(e.outcome());
        } catch (IOException _) {
            throw broken(lost());
        } catch (RuntimeException | Error e) {
            stop.accept("broken off");
            end.complete(new Failed(JsonText.error("Runtime.Unknown", e.toString()), "Runtime.Unknown"));
            throw e;
        }
    }

    /// Its reader learns what the log says: a deadline that has passed comes before what it did to the worker.
    private BrokenStream broken(Outcome how) {
        end.complete(how);
        return new BrokenStream(end.join());
    }

    /// What became of a worker whose connection broke. Blocks shortly.
    private Outcome lost() {
        try {
            return new Exited(exited.get(EXIT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // It lives, and will not end what it has begun.
        }
        stop.accept("its answer broke off");
        return new Failed(JsonText.error("Runtime.TruncatedResponse", "the worker closed its connection in the middle "
                + "of its answer"), "Runtime.TruncatedResponse");
    }

    /// Without effect at the end of the stream. Before it the worker has to stop writing, or is ended. Blocks, with a
    /// limit.
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            stop.accept("the client went away");
        } finally {
            end.complete(new Returned(new byte[0]));
        }
    }
}
