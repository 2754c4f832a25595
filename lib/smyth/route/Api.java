package smyth.route;

import java.util.Optional;

/// What several routes share: the API, or the function URL, that they belong to.
///
/// @param name     as in the table `[apis.NAME]`, or a template's logical id; "" for a route that belongs to none
/// @param basePath under which Smyth serves its routes, and which functions do not see: `/OrdersApi`; "" for none
/// @param stage    in `requestContext`; empty means the event format's own
public record Api(String name, String basePath, Optional<String> stage) {
    /// Of a route that belongs to no API.
    public static final Api NONE = new Api("", "", Optional.empty());

    private static final String FUNCTION_URLS = "/lambda-url/";

    /// A function URL, under a path of its own and, with [#isFunctionUrlAt], under a host name of its own.
    public static Api functionUrl(String function) {
        return new Api("", FUNCTION_URLS + function, Optional.empty());
    }

    /// Whether `host` is the host name of this function URL: `orders.localhost`.
    boolean isFunctionUrlAt(String host) {
        return basePath.startsWith(FUNCTION_URLS)
                && host.equalsIgnoreCase(basePath.substring(FUNCTION_URLS.length()) + ".localhost");
    }

    /// The path below the base path; empty when it lies elsewhere.
    Optional<String> below(String rawPath) {
        if (basePath.isEmpty()) return Optional.of(rawPath);
        if (!rawPath.startsWith(basePath)) return Optional.empty();
        var rest = rawPath.substring(basePath.length());
        return rest.isEmpty() ? Optional.of("/") : Optional.of(rest).filter(path -> path.startsWith("/"));
    }
}
