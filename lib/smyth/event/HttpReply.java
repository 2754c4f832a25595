package smyth.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// What the client is sent: a status from 200 to 599, headers that can be sent, and the body.
///
/// @param headers values have one character for each byte to send
public record HttpReply(int status, List<Header> headers, ReplyBody body) {
    public HttpReply {
        headers = List.copyOf(headers);
    }

    public HttpReply(int status, List<Header> headers, byte[] body) {
        this(status, headers, new ReplyBody.Bytes(body));
    }

    /// The body's bytes.
    ///
    /// @throws IllegalStateException when it is a stream
    public byte[] bytes() {
        return switch (body) {
            case ReplyBody.Bytes(var bytes) -> bytes;
            case ReplyBody.Stream _ -> throw new IllegalStateException("the body is a stream");
        };
    }

    static HttpReply of(int status, String contentType, String body) {
        return new HttpReply(status, List.of(new Header("Content-Type", contentType)), body.getBytes(UTF_8));
    }

    /// This one with a content type, if it has none yet.
    HttpReply orContentType(String contentType) {
        for (var header : headers)
            if (header.name().equalsIgnoreCase("content-type")) return this;
        return with("Content-Type", contentType);
    }

    /// This one with a header of which there is one only.
    HttpReply with(String name, String value) {
        var changed = new ArrayList<>(headers);
        changed.removeIf(header -> header.name().equalsIgnoreCase(name));
        changed.add(new Header(name, value));
        return new HttpReply(status, changed, body);
    }
}
