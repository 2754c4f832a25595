package worker.java;

import java.util.Map;

/// An answer's status, headers (names in lower case) and body.
final class Answer {
    final int status;
    final Map<String, String> headers;
    final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }
}
