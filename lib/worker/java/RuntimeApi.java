package worker.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;

/// The calls of the Lambda Runtime API that a worker makes, and the four that only Smyth serves.
///
/// Asking and reading the answer are calls of their own: an answer and the wish for the next event leave in one write.
/// Not for use by several threads. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
final class RuntimeApi implements AutoCloseable {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    /// AWS's clients leave a longer X-Ray cause out.
    private static final int MAX_XRAY_CAUSE = 1 << 20;

    private final Connection connection;
    private final String host;
    private final byte[] next;
    private int verdicts;
    private boolean streaming;

    private RuntimeApi(Connection connection, String host) {
        this.connection = connection;
        this.host = host;
        this.next = get(INVOCATION + "next");
    }

    /// @param address host and port, as AWS_LAMBDA_RUNTIME_API has them
    static RuntimeApi connect(String address) throws Gone {
        int colon = address == null ? -1 : address.lastIndexOf(':');
        if (colon < 1) throw new Gone("AWS_LAMBDA_RUNTIME_API must be host:port");
        try {
            return new RuntimeApi(
                    new Connection(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    address);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Asks for what may be loaded ahead, which is answered at once, and for what to run.
    void askForStart() throws Gone {
        send(get("/smyth/ahead"), get("/smyth/start"));
    }

    /// What the worker before this one ran, and the classes that it used. Nothing for a first one.
    Start ahead() throws Gone {
        try {
            Answer answer = connection.receive();
            return Start.parse(answer == null || answer.status != 200 ? "" : new String(answer.body, UTF_8));
        } catch (IOException e) {
            return Start.parse(""); // start() tells
        }
    }

    boolean isAnswered() {
        return connection.hasInput();
    }

    /// What to run; blocks until the init phase may begin. Null when this worker is not needed any more.
    Start start() throws Gone {
        Answer answer;
        try {
            answer = connection.receive();
        } catch (IOException e) {
            return null;
        }
        if (answer == null) return null;
        if (answer.status != 200) throw new Gone("GET /smyth/start was answered " + answer.status);
        return Start.parse(new String(answer.body, UTF_8));
    }

    void initError(byte[] json) throws Gone {
        send(post("/2018-06-01/runtime/init/error", "Lambda-Runtime-Function-Error-Type: Runtime.BadFunctionCode\r\n",
                json.length), json);
        receive();
    }

    void askForNext() throws Gone {
        send(next);
    }

    /// Blocks until there is an invocation.
    InvocationRequest next() throws Gone {
        for (; verdicts > 0; verdicts--) receive();
        Answer answer = receive();
        String id = answer.headers.get("lambda-runtime-aws-request-id");
        if (answer.status != 200 || id == null)
            throw new Gone("next was answered " + answer.status + " " + new String(answer.body, UTF_8));
        InvocationRequest request = new InvocationRequest();
        request.setId(id);
        request.setInvokedFunctionArn(answer.headers.get("lambda-runtime-invoked-function-arn"));
        request.setXrayTraceId(answer.headers.get("lambda-runtime-trace-id"));
        request.setClientContext(answer.headers.get("lambda-runtime-client-context"));
        request.setCognitoIdentity(answer.headers.get("lambda-runtime-cognito-identity"));
        request.setTenantId(answer.headers.get("lambda-runtime-aws-tenant-id"));
        request.setDeadlineTimeInMs(Long.parseLong(answer.headers.getOrDefault("lambda-runtime-deadline-ms", "0")));
        request.setContent(answer.body);
        streaming = "streaming".equals(answer.headers.get("smyth-response-mode"));
        return request;
    }

    /// Whether the answer to the present invocation is passed on as it comes.
    boolean isStreaming() {
        return streaming;
    }

    ResponseStream stream(String id) {
        return new ResponseStream(connection, "POST " + INVOCATION + id + "/response HTTP/1.1\r\nHost: " + host
                + "\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\nTrailer: "
                + "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n");
    }

    /// Sends the end of a stream.
    void streamed(boolean askForNext) throws Gone {
        send(askForNext ? next : new byte[0]);
        if (askForNext) verdicts++;
        else receive();
    }

    /// The HTTP request behind an invocation as JSON; null for a direct invoke.
    byte[] request(String id) throws Gone {
        send(get("/smyth/request/" + id));
        Answer answer = receive();
        return answer.status == 200 ? answer.body : null;
    }

    /// @param loaded names of classes that the next worker may load ahead, told beside; empty for nothing new
    void respondAndAskForNext(String id, ByteArrayOutputStream payload, Collection<String> loaded) throws Gone {
        try {
            connection.write(post(INVOCATION + id + "/response", "", payload.size()));
            connection.write(payload);
            if (!loaded.isEmpty()) {
                byte[] lines = ("class=" + String.join("\nclass=", loaded) + "\n").getBytes(UTF_8);
                connection.write(post("/smyth/loaded", "", lines.length));
                connection.write(lines);
                verdicts++;
            }
            connection.write(next);
            connection.flush();
        } catch (IOException e) {
            throw gone(e);
        }
        verdicts++;
    }

    /// @param xRayCause JSON, or null
    void error(String id, String type, byte[] xRayCause, byte[] json, boolean askForNext) throws Gone {
        String headers = "Lambda-Runtime-Function-Error-Type: " + type + "\r\n";
        if (xRayCause != null && xRayCause.length < MAX_XRAY_CAUSE) {
            headers += "Lambda-Runtime-Function-XRay-Error-Cause: " + new String(xRayCause, UTF_8) + "\r\n";
        }
        send(post(INVOCATION + id + "/error", headers, json.length), json, askForNext ? next : new byte[0]);
        if (askForNext) verdicts++;
        else receive();
    }

    /// An answer; its status is not asked for: what was refused (too large, too late) the caller heard from the
    /// server already.
    private Answer receive() throws Gone {
        try {
            Answer answer = connection.receive();
            if (answer == null) throw new Gone("it closed the connection");
            return answer;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void send(byte[]... parts) throws Gone {
        try {
            for (byte[] part : parts) connection.write(part);
            connection.flush();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static Gone gone(IOException e) {
        return e instanceof Gone ? (Gone) e : new Gone(String.valueOf(e.getMessage()));
    }

    private byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(UTF_8);
    }

    private byte[] post(String path, String headers, int length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + length + "\r\n\r\n").getBytes(UTF_8);
    }

    @Override
    public void close() {
        connection.close();
    }
}
