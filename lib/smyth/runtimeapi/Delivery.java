package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import smyth.invocation.Invocation;
import smyth.invocation.Outcome;

/// One invocation on its way through a worker.
final class Delivery {
    private final Invocation invocation;
    private final String invokedArn;
    private final Duration timeout;
    private final CompletableFuture<Outcome> outcome;

    Delivery(Invocation invocation, String invokedArn, Duration timeout, CompletableFuture<Outcome> outcome) {
        this.outcome = outcome;
        this.invocation = invocation;
        this.invokedArn = invokedArn;
        this.timeout = timeout;
    }

    String requestId() {
        return invocation.requestId();
    }

    byte[] event() {
        return invocation.event();
    }

    Optional<byte[]> request() {
        return invocation.request().map(Supplier::get);
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /// The head of the answer to `next`. Content-Type is never left out and never longer: AWS's native clients crash
    /// without it, and AWS's Python client hands raw bytes to the handler when it carries a charset.
    ///
    /// `Smyth-Response-Mode: streaming` tells a worker that the answer is passed on as it comes, so that the worker may
    /// answer with AWS's streaming protocol; other clients answer in that way whenever they like.
    byte[] head() {
        var head = new StringBuilder(400).append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
        header(head, "Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        header(head, "Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + timeout.toMillis()));
        header(head, "Lambda-Runtime-Invoked-Function-Arn", invokedArn);
        invocation.traceId().ifPresent(id -> header(head, "Lambda-Runtime-Trace-Id", id));
        invocation.clientContext().ifPresent(json -> header(head, "Lambda-Runtime-Client-Context", json));
        if (invocation.streamed()) header(head, "Smyth-Response-Mode", "streaming");
        return head.append("Content-Length: ").append(invocation.event().length).append("\r\n\r\n").toString()
                .getBytes(UTF_8);
    }

    private static void header(StringBuilder head, String name, String value) {
        // A line break in a value would end the header early; JSON may have them only between its parts.
        head.append(name).append(": ").append(value.replace('\r', ' ').replace('\n', ' ')).append("\r\n");
    }
}
