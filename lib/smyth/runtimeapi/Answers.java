package smyth.runtimeapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import smyth.invocation.JsonText;

/// Answers of the Runtime API as HTTP writes them.
final class Answers {
    static final byte[] NOTHING = {};
    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);
    /// An answer or an error was taken.
    static final byte[] ACCEPTED = ("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16"
            + "\r\n\r\n{\"status\":\"OK\"}\n").getBytes(ISO_8859_1);

    private Answers() {}

    static byte[] head(int status, String contentType, int length) {
        var reason = switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 404 -> "Not Found";
            case 410 -> "Gone";
            default -> "Refused";
        };
        return ("HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + length + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    static byte[] error(String type, String message) {
        return ("{\"errorMessage\":" + JsonText.quote(message) + ",\"errorType\":" + JsonText.quote(type) + "}")
                .getBytes(UTF_8);
    }
}
