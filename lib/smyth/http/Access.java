package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.event.HttpReply;
import smyth.invocation.JsonText;

/// Who may use Smyth's own pages and the Lambda API, which runs code. Requests under a host name that is not ours are
/// refused (DNS rebinding), and so are requests from pages of other origins (browsers send them from anywhere). Routes
/// of functions are open to all, because tunnels need that.
final class Access {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

    private Access() {}

    /// The answer to a request that is refused; empty for all others.
    static Optional<HttpReply> refusal(HttpExchange exchange, Site site) {
        var headers = exchange.getRequestHeaders();
        var host = Optional.ofNullable(headers.getFirst("Host")).map(Access::withoutPort).orElse("localhost");
        if (!isOurs(host, site)) return Optional.of(refused(
                "Host '" + host + "' is not one of Smyth's own; to allow it, set allowed_hosts = [\"" + host + "\"]"));
        var origin = headers.getFirst("Origin");
        if (origin != null && !isSameOrigin(origin, headers.getFirst("Host")))
            return Optional.of(refused("a page of origin '" + origin
                    + "' may not use Smyth's own pages; handlers' routes are open to it"));
        var fetchSite = headers.getFirst("Sec-Fetch-Site");
        if ("cross-site".equals(fetchSite) || "same-site".equals(fetchSite)) return Optional
                .of(refused("a page of another origin may not use Smyth's own pages; handlers' routes are open to it"));
        return Optional.empty();
    }

    private static boolean isOurs(String host, Site site) {
        return ADDRESS.matcher(host).matches() || host.endsWith(".localhost") || site.ownHosts().contains(host);
    }

    private static boolean isSameOrigin(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    private static HttpReply refused(String why) {
        return Exchanges.json(403, "{\"message\":\"Forbidden\",\"errorMessage\":" + JsonText.quote(why) + "}");
    }
}
