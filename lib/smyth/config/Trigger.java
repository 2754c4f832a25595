package smyth.config;

import java.util.Set;
import smyth.route.InvokeMode;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;
import smyth.route.Route;

/// What causes an invocation of a function. Every function can also be invoked by its name.
public sealed interface Trigger {
    /// HTTP requests to a path.
    ///
    /// @param methods      upper case; empty means every method
    /// @param format       the event format
    /// @param invokeMode   buffered, except on a function URL that streams
    /// @param directEvents whether the request's body is the event, whatever the format:
    ///                     `smyth.event.generate_lambda_invocation_event_data` of Python Smyth
    record HttpRoute(PathPattern path, Set<String> methods, PayloadFormat format, InvokeMode invokeMode,
            boolean directEvents) implements Trigger {
        public HttpRoute {
            methods = Set.copyOf(methods);
        }

        /// Every method of the path, as an HTTP API would send it.
        public static HttpRoute of(PathPattern path) {
            return new HttpRoute(path, Set.of(), PayloadFormat.HTTP_API, InvokeMode.BUFFERED, false);
        }

        /// This route in a table of routes.
        public Route to(String function) {
            return new Route(function, path, methods, format, invokeMode);
        }
    }
}
