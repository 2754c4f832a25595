package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.invocation.Limits;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TooLarge;

/// The calls that a worker may make, as in https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, and those
/// that only workers which ship with Smyth make.
final class Calls {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final String INIT_ERROR = "/2018-06-01/runtime/init/error";
    private static final String STREAM_TYPE = "application/octet-stream"; // where none is declared, as on AWS
    private static final int MOST_LOADED = 4 << 20;
    private static final Pattern ERROR_TYPE = Pattern.compile("(Runtime|Function|Extension)\\.[A-Z][a-zA-Z]+");

    private final Caller caller;
    private final Wire wire;
    private final Conversation conversation;
    private final Boot boot;
    private final String address;

    /// @param address of the Runtime API, host and port
    Calls(Caller caller, Wire wire, Conversation conversation, Boot boot, String address) {
        this.caller = caller;
        this.wire = wire;
        this.conversation = conversation;
        this.boot = boot;
        this.address = address;
    }

    /// Reads what follows the head, and answers, or sees to it that an answer comes later.
    void answer(Head head) throws IOException {
        var body = Body.of(head, wire);
        if (isFromBrowser(head)) {
            body.discard();
            error(403, "Forbidden", "only this execution environment's own worker may call the Runtime API");
        } else if (head.method().equals("POST")) {
            post(head, body);
        } else {
            body.discard();
            if (head.method().equals("GET")) get(head);
            else unknown(head);
        }
    }

    private void post(Head head, Body body) throws IOException {
        var path = head.path();
        if (path.startsWith(INVOCATION)) {
            var rest = path.substring(INVOCATION.length());
            int slash = rest.indexOf('/');
            var id = slash < 0 ? rest : rest.substring(0, slash);
            switch (slash < 0 ? "" : rest.substring(slash)) {
                case "/response" -> response(id, head, body);
                case "/error" -> failure(id, head, body);
                default -> unknown(head, body);
            }
        } else if (path.equals(INIT_ERROR)) {
            var error = body.whole(conversation.initialized().isDone() ? 0 : Limits.RESPONSE);
            verdict(conversation
                    .initFailed(new Failed(error.orElse(Answers.NOTHING), errorType(head, "Runtime.Unknown"))));
        } else if (path.equals("/smyth/loaded")) {
            body.whole(MOST_LOADED).ifPresent(boot::loaded);
            text(202, "text/plain", Answers.NOTHING);
        } else {
            unknown(head, body);
        }
    }

    private void get(Head head) throws IOException {
        var path = head.path();
        if (path.equals(INVOCATION + "next")) {
            if (!conversation.next(caller)) error(403, "InvalidStateTransition",
                    "State transition from Running to Ready failed for runtime. Error: State transition is not "
                            + "allowed");
        } else if (path.equals("/smyth/ahead")) {
            text(200, "text/plain; charset=utf-8", boot.ahead());
        } else if (path.equals("/smyth/start")) {
            boot.whenStarted(start -> text(200, "text/plain; charset=utf-8", start.lines()));
        } else if (path.startsWith("/smyth/request/")) {
            var request = conversation.request(path.substring("/smyth/request/".length()));
            text(request.isPresent() ? 200 : 404, "application/json", request.orElse("{}".getBytes(UTF_8)));
        } else if (path.equals("/2018-06-01/ping") || path.equals("/ping")) {
            text(200, "text/plain", "pong".getBytes(UTF_8));
        } else {
            unknown(head);
        }
    }

    private void response(String id, Head head, Body body) throws IOException {
        var mode = head.header("lambda-runtime-function-response-mode");
        boolean streaming = mode.equalsIgnoreCase("streaming");
        var claimed = mode.isEmpty() || streaming ? conversation.claim(id, caller) : conversation.expects(id);
        if (claimed != Verdict.ACCEPTED) {
            body.discard();
            verdict(claimed);
        } else if (!mode.isEmpty() && !streaming) {
            body.discard();
            error(400, "InvalidFunctionResponseMode", "Invalid function response mode");
        } else if (streaming) {
            var type = head.header("content-type");
            conversation.streams(caller,
                    new Streamed(type.isEmpty() ? STREAM_TYPE : type, caller.stream(body)));
        } else {
            answered(id, body.whole(Limits.RESPONSE));
        }
    }

    private void answered(String id, Optional<byte[]> payload) throws IOException {
        if (payload.isPresent()) {
            verdict(conversation.answer(id, caller, new Returned(payload.get())));
            return;
        }
        conversation.answer(id, caller, new TooLarge(Limits.RESPONSE));
        error(413, "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size (" + Limits.RESPONSE + " bytes).");
    }

    private void failure(String id, Head head, Body body) throws IOException {
        var claimed = conversation.claim(id, caller);
        if (claimed != Verdict.ACCEPTED) body.discard();
        else claimed = conversation.answer(id, caller, new Failed(body.whole(Limits.RESPONSE).orElse(Answers.NOTHING),
                errorType(head, "Function.Unknown")));
        verdict(claimed);
    }

    private void verdict(Verdict verdict) {
        switch (verdict) {
            case ACCEPTED -> caller.accepted();
            case UNKNOWN_ID -> error(400, "InvalidRequestID", "Invalid request ID");
            case NOT_NOW -> error(403, "InvalidStateTransition",
                    "State transition failed for runtime. Error: State transition is not allowed");
        }
    }

    private static String errorType(Head head, String otherwise) {
        return errorType(head.header("lambda-runtime-function-error-type"), otherwise);
    }

    /// A type that is not of AWS's form becomes one that is.
    static String errorType(String type, String otherwise) {
        if (type.isEmpty() || ERROR_TYPE.matcher(type).matches()) return type.isEmpty() ? otherwise : type;
        return type.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
    }

    /// A page in a browser can reach loopback; what a browser cannot leave out gives it away, and a foreign name is
    /// DNS rebinding.
    private boolean isFromBrowser(Head head) {
        var host = head.header("host");
        return head.headers().containsKey("origin")
                || head.headers().keySet().stream().anyMatch(name -> name.startsWith("sec-fetch-"))
                || !(host.equals(address)
                        || host.equals("localhost" + address.substring(address.indexOf(':'))));
    }

    private void unknown(Head head, Body body) throws IOException {
        body.discard();
        unknown(head);
    }

    private void unknown(Head head) {
        error(404, "NotFound", "no such call of the Runtime API: " + head.method() + " " + head.path());
    }

    private void error(int status, String type, String message) {
        text(status, "application/json", Answers.error(type, message));
    }

    private void text(int status, String contentType, byte[] body) {
        caller.write(Answers.head(status, contentType, body.length), body);
    }
}
