package smyth.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One HTTP request as it came in: nothing decoded, nothing joined.
///
/// @param rawPath  percent-encoded, with the leading slash
/// @param rawQuery percent-encoded, without the question mark; "" when there is none
/// @param protocol `HTTP/1.1`
public record HttpRequest(String method, String rawPath, String rawQuery, String protocol, List<Header> headers, byte[] body, String sourceIp, Instant received) {
    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /// The first value of a header, whatever its case.
    public Optional<String> header(String name) {
        return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).map(Header::value).findFirst();
    }
}
