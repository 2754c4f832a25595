package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import smyth.config.Config;
import smyth.config.Config.FunctionConfig;
import smyth.event.HttpRequest.HttpReply;
import smyth.event.Integration;
import smyth.event.Integration.Account;
import smyth.event.Integration.ErrorBodies;
import smyth.route.RouteTable;

/// What is served at this moment: one configuration, as the HTTP front needs it. Immutable.
///
/// @param functions    all names, in the order of the configuration
/// @param integrations by function
/// @param ownHosts     lower-case names, beside IP addresses and `*.localhost`, under which our own pages answer
public record Site(RouteTable routes, List<String> functions, Map<String, Integration> integrations, Set<String> customEvents, Account account,
        ErrorBodies errors, String pathPrefix, Set<String> ownHosts) {
    public static Site of(Config config) {
        var account = new Account(config.region(), config.accountId());
        var errors = config.detailedErrors() ? ErrorBodies.DETAILED : ErrorBodies.AWS;
        var integrations = new LinkedHashMap<String, Integration>();
        var customEvents = new HashSet<String>();
        for (var function : config.functions()) {
            integrations.put(function.name(), function.directEvents() ? Integration.direct() : Integration.of(function.format(), account, errors));
            if (function.eventFunction().isPresent() || function.contextFunction().isPresent()) customEvents.add(function.name());
        }
        return new Site(config.routes(), config.functions().stream().map(FunctionConfig::name).toList(), integrations, customEvents, account, errors,
                config.pathPrefix(), ownHosts(config));
    }

    private static Set<String> ownHosts(Config config) {
        var hosts = new HashSet<>(Set.of("localhost", "host.docker.internal", config.host().toLowerCase(Locale.ROOT)));
        for (var host : config.allowedHosts()) hosts.add(host.toLowerCase(Locale.ROOT));
        try {
            hosts.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException _) {
            // A machine that does not know its own name is reached by address.
        }
        return Set.copyOf(hosts);
    }

    /// Who may use Smyth's own pages and the Lambda API, which runs code: nobody through a name that is not ours (DNS rebinding), no page
    /// of another origin (a browser sends it from anywhere). Routes of functions are open to all, tunnels need that.
    static final class Access {
        private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

        private Access() {}

        /// The answer to somebody who may not; empty for all others.
        static Optional<HttpReply> refusal(HttpExchange exchange, Site site) {
            var headers = exchange.getRequestHeaders();
            var host = Optional.ofNullable(headers.getFirst("Host")).map(Access::withoutPort).orElse("localhost");
            if (!isOurs(host, site)) return Optional.of(refused("Host '" + host + "' is not one of Smyth's own; to allow it, set allowed_hosts = [\"" + host + "\"]"));
            var origin = headers.getFirst("Origin");
            if (origin != null && !isSameOrigin(origin, headers.getFirst("Host")))
                return Optional.of(refused("a page of origin '" + origin + "' may not use Smyth's own pages; handlers' routes are open to it"));
            var fetchSite = headers.getFirst("Sec-Fetch-Site");
            if ("cross-site".equals(fetchSite) || "same-site".equals(fetchSite)) return Optional.of(refused("a page of another origin may not use Smyth's own pages; handlers' routes are open to it"));
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
            return Exchanges.json(403, "{\"message\":\"Forbidden\",\"errorMessage\":" + Exchanges.quote(why) + "}");
        }
    }
}
