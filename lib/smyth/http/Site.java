package smyth.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import smyth.config.Config;
import smyth.config.Function;
import smyth.event.Account;
import smyth.event.ErrorBodies;
import smyth.event.Integration;
import smyth.event.Integrations;
import smyth.route.Route;
import smyth.route.RouteTable;

/// What is served at this moment: one configuration, as the HTTP front needs it. Immutable.
///
/// @param functions    all names, in the order of the configuration
/// @param integrations by route: a function may have several, of different fronts
/// @param customEvents names of functions that an event or context function of the user's own belongs to
/// @param ownHosts     lower-case names, beside IP addresses and `*.localhost`, under which our own pages answer
public record Site(RouteTable routes, List<String> functions, Map<Route, Integration> integrations,
        Set<String> customEvents, Account account,
        ErrorBodies errors, String pathPrefix, Set<String> ownHosts) {
    public static Site of(Config config) {
        var account = new Account(config.region(), config.accountId());
        var errors = config.detailedErrors() ? ErrorBodies.DETAILED : ErrorBodies.AWS;
        var integrations = new HashMap<Route, Integration>();
        var customEvents = new HashSet<String>();
        for (var function : config.functions()) {
            for (var route : function.routes())
                integrations.put(route.to(function.name()), route.directEvents() ? Integrations.direct()
                        : Integrations.of(route.format(), account, errors));
            if (function.code().isCustomized()) customEvents.add(function.name());
        }
        return new Site(config.routes(), config.functions().stream().map(Function::name).toList(), integrations,
                customEvents, account, errors,
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
}
