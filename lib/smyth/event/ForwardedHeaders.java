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

    static SortedMap<String, List<String>> of(HttpRequest request, String requestId) {
        var shown = byName(request);
        // A client may name further headers that are meant for the connection: Java's names upgrade and http2-settings.
        for (var names : shown.getOrDefault("connection", List.of()))
            for (var name : names.split(",")) shown.remove(name.strip().toLowerCase(Locale.ROOT));
        shown.keySet().removeAll(HOP_BY_HOP);
        if (request.body().length > 0)
            shown.putIfAbsent("content-length", List.of(Integer.toString(request.body().length)));
        shown.putIfAbsent("x-amzn-trace-id", List.of(request.traceId(requestId)));
        shown.putIfAbsent("x-forwarded-for", List.of(request.sourceIp()));
        shown.putIfAbsent("x-forwarded-proto", List.of("http"));
        shown.putIfAbsent("x-forwarded-port", List.of(port(request, shown.get("x-forwarded-proto").getFirst())));
        return shown;
    }

    /// All values by lower-case name, names sorted.
    static SortedMap<String, List<String>> byName(HttpRequest request) {
        var values = new TreeMap<String, List<String>>();
        for (var header : request.headers())
            values.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(Utf8.text(header.value()));
        return values;
    }

    private static String port(HttpRequest request, String protocol) {
        var host = request.header("host").orElse("");
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) return host.substring(colon + 1);
        return protocol.equals("https") ? "443" : "80";
    }
}
