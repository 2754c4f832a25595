package smyth.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import smyth.event.Collected;
import smyth.event.FunctionError;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.event.QueryString;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.invocation.JsonText;
import smyth.invocation.Limits;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.TraceId;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;
import smyth.route.PercentEncoding;

/// The Lambda API as AWS's SDKs and command line speak it; signatures are not looked at.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
record LambdaApiHandler(Invoker invoker, Journal journal) {
    static final String PATH = "/2015-03-31/functions/";

    static boolean serves(String path) {
        return path.startsWith(PATH);
    }

    /// Blocks until the function has answered, except for `Event` and `DryRun`.
    HttpReply answer(HttpExchange exchange, Site site, String requestId) throws IOException, InterruptedException {
        var body = Exchanges.body(exchange);
        var rest = exchange.getRequestURI().getRawPath().substring(PATH.length());
        int slash = rest.indexOf('/');
        if (slash < 0 || !rest.substring(slash).equals("/invocations") || !exchange.getRequestMethod().equals("POST"))
            return error(404, "UnknownOperationException", "{\"message\":"
                    + JsonText.quote("Smyth serves POST " + PATH + "{name}/invocations of the Lambda API") + "}",
                    requestId);
        var text = PercentEncoding.decoded(rest.substring(0, slash));
        var name = FunctionName.parse(text);
        if (name.isEmpty()) return error(400, "ValidationException",
                "{\"message\":" + JsonText.quote("1 validation error detected: Value '" + text
                        + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression "
                        + "pattern: "
                        + FunctionName.REGEX) + "}",
                requestId);
        return invoke(exchange, site, name.get(), body, requestId);
    }

    private HttpReply invoke(HttpExchange exchange, Site site, FunctionName name, Optional<byte[]> body,
            String requestId) throws InterruptedException {
        var asked = query(exchange, "Qualifier");
        if (asked.isPresent() && name.qualifier().isPresent() && !asked.equals(name.qualifier()))
            return user(400, "InvalidParameterValueException", "message",
                    "The derived qualifier from the function name does not match the specified qualifier.", requestId);
        if (name.region().isPresent() && !name.region().get().equals(site.account().region()))
            return user(404, "ResourceNotFoundException", "Message", "Functions from '" + name.region().get()
                    + "' are not reachable in this region ('" + site.account().region() + "')", requestId);
        var qualifier = asked.or(name::qualifier);
        if (!site.functions().contains(name.name()) || qualifier
                .filter(version -> !version.startsWith("$LATEST") && version.chars().allMatch(Character::isDigit))
                .isPresent())
            return user(404, "ResourceNotFoundException", "Message", "Function not found: "
                    + site.account().functionArn(name.name()) + qualifier.map(version -> ":" + version).orElse(""),
                    requestId);
        var type = header(exchange, "X-Amz-Invocation-Type").orElse("RequestResponse");
        if (!List.of("RequestResponse", "Event", "DryRun").contains(type))
            return error(400, "ValidationException",
                    "{\"message\":" + JsonText.quote("1 validation error detected: Value '" + type
                            + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value "
                            + "set: [Event, RequestResponse, DryRun]")
                            + "}",
                    requestId);
        int limit = type.equals("Event") ? Limits.ASYNCHRONOUS_PAYLOAD : Limits.PAYLOAD;
        if (body.isEmpty() || body.get().length > limit)
            return user(413, "RequestTooLargeException", "message",
                    body.map(bytes -> bytes.length + " byte payload is").orElse("payload is") + " too large for the "
                            + type
                            + " invocation type (limit " + limit + " bytes)",
                    requestId);
        var event = body.get().length == 0 ? "{}".getBytes(UTF_8) : body.get();
        var invalid = JsonCheck.problem(event);
        if (invalid.isPresent()) return user(400, "InvalidRequestContentException", "message",
                "Could not parse request body into json: Could not parse payload into json: " + invalid.get(),
                requestId);
        var context = header(exchange, "X-Amz-Client-Context").filter(_ -> type.equals("RequestResponse"));
        var decoded = context.map(LambdaApiHandler::clientContext).orElse(Optional.of(""));
        if (decoded.isEmpty()) return user(400, "InvalidRequestContentException", "message",
                "Client context must be a valid Base64-encoded JSON object.", requestId);
        var clientContext = decoded.filter(json -> !json.isEmpty());
        // No one waits for an asynchronous invocation, so it begins a trace of its own: see EnvironmentPool's search
        // for loops.
        var trace = type.equals("Event") ? TraceId.random()
                : header(exchange, "X-Amzn-Trace-Id").orElseGet(TraceId::random);
        var invocation = new Invocation(requestId, name.name(), event, qualifier, clientContext, Optional.of(trace),
                Optional.empty());
        return switch (type) {
            case "DryRun" -> new HttpReply(204, List.of(requestId(requestId)), new byte[0]);
            case "Event" -> {
                Thread.ofVirtual().name("event " + requestId).start(() -> queued(invocation));
                yield new HttpReply(202, List.of(requestId(requestId)), new byte[0]);
            }
            default -> reply(Collected.of(invoker.invoke(invocation)), invocation);
        };
    }

    private void queued(Invocation invocation) {
        try {
            if (FunctionError.of(Collected.of(invoker.invoke(invocation)), invocation.requestId()).isPresent())
                journal.append(new Note(invocation.function() + ": asynchronous invocation " + invocation.requestId()
                        + " failed; Lambda would try it twice more"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpReply reply(Outcome outcome, Invocation invocation) {
        var headers = new ArrayList<>(List.of(requestId(invocation.requestId()),
                new Header("Content-Type", "application/json"), new Header("X-Amz-Executed-Version", "$LATEST")));
        invocation.traceId().ifPresent(id -> headers.add(new Header("X-Amzn-Trace-Id", id)));
        var error = FunctionError.of(outcome, invocation.requestId());
        error.ifPresent(_ -> headers.add(new Header("X-Amz-Function-Error", "Unhandled")));
        return new HttpReply(200, headers,
                error.map(FunctionError::payload).orElseGet(() -> ((Returned) outcome).payload()));
    }

    private static Optional<String> clientContext(String base64) {
        if (base64.length() > Limits.CLIENT_CONTEXT) return Optional.empty();
        try {
            var json = Base64.getDecoder().decode(base64);
            return JsonCheck.problem(json).isPresent() ? Optional.empty() : Optional.of(new String(json, UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static Optional<String> query(HttpExchange exchange, String name) {
        var query = exchange.getRequestURI().getRawQuery();
        return query == null ? Optional.empty()
                : Optional.ofNullable(QueryString.parse(query, true).get(name)).map(List::getFirst);
    }

    private static HttpReply user(int status, String type, String messageKey, String message, String requestId) {
        return error(status, type, "{\"Type\":\"User\",\"" + messageKey + "\":" + JsonText.quote(message) + "}",
                requestId);
    }

    private static HttpReply error(int status, String type, String json, String requestId) {
        return Exchanges.json(status, json, new Header("x-amzn-ErrorType", type), requestId(requestId));
    }

    private static Header requestId(String requestId) {
        return new Header("x-amzn-RequestId", requestId);
    }
}
