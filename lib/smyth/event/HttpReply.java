package smyth.event;

import java.util.List;

/// What the client is sent: a status from 200 to 599, headers that can be sent, and the body's bytes.
public record HttpReply(int status, List<Header> headers, byte[] body) {
    public HttpReply {
        headers = List.copyOf(headers);
    }
}
