package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import smyth.invocation.JsonText;
import smyth.journal.Entry.Note;
import smyth.journal.Journal;

/// What a client is answered when something goes wrong in Smyth itself.
final class Failure {
    private Failure() {}

    /// @return the status answered
    static int answer(HttpExchange exchange, Throwable failure, String requestId, Journal journal) throws IOException {
        journal.append(new Note("request " + requestId + " failed in Smyth itself: " + failure));
        if (exchange.getResponseCode() >= 0) { // headers are sent
            Sending.breakOff(exchange);
            return exchange.getResponseCode();
        }
        exchange.getResponseHeaders().clear();
        return Sending.send(exchange, Exchanges.json(500, "{\"message\":\"Internal Server Error\",\"errorType\":"
                + "\"Smyth.InternalError\",\"errorMessage\":" + JsonText.quote(failure.toString())
                + ",\"requestId\":" + JsonText.quote(requestId) + "}"));
    }
}
