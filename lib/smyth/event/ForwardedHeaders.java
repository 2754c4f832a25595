package smyth.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The headers that a function is shown, by lower-case name: without those of the connection, with those that AWS's
/// fronts add.
///
/// Where a tunnel or proxy has set `x-forwarded-*` already its values are kept alone: it is the front that the client
/// sees, as API Gateway is on AWS, and the hop from it to this machine would not exist there. Without one, protocol
/// and port are those of this server and not AWS's `https` and `443`, so that a URL which a function builds from them
/// can be opened.
final class ForwardedHeaders {
    /// Headers that speak about one connection only, RFC 9110 7.6.1; and `expect`, which the front itself has answered.
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection", "te",
            "trailer", "transfer-encoding", "upgrade", "expect");

    private ForwardedHeaders() {}

    /// @param traceId  shown where the client has sent none
    /// @param sourceIp likewise
    static SortedMap<String, List<String>> of(List<Header> headers, int bodyLength, String traceId, String sourceIp) {
        var shown = byName(headers);
        // A client may name further headers that are meant for the connection: Java's names upgrade and http2-settings.
        for (var names : shown.getOrDefault("connection", List.of()))
            for (var name : names.split(",")) shown.remove(name.strip().toLowerCase(Locale.ROOT));
        shown.keySet().removeAll(HOP_BY_HOP);
        if (bodyLength > 0) shown.putIfAbsent("content-length", List.of(Integer.toString(bodyLength)));
        shown.putIfAbsent("x-amzn-trace-id", List.of(traceId));
        shown.putIfAbsent("x-forwarded-for", List.of(sourceIp));
        shown.putIfAbsent("x-forwarded-proto", List.of("http"));
        shown.putIfAbsent("x-forwarded-port", List.of(port(shown.getOrDefault("host", List.of("")).getFirst(),
                shown.get("x-forwarded-proto").getFirst())));
        return shown;
    }

    /// All values by lower-case name, names sorted.
    static SortedMap<String, List<String>> byName(List<Header> headers) {
        var values = new TreeMap<String, List<String>>();
        for (var header : headers)
            values.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(Utf8.text(header.value()));
        return values;
    }

    private static String port(String host, String protocol) {
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) return host.substring(colon + 1);
        return protocol.equals("https") ? "443" : "80";
    }
}
