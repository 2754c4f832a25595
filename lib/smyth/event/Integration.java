package smyth.event;

import smyth.invocation.Limits;
import smyth.invocation.Outcome;
import smyth.route.RouteMatch;

/// The link between a client and a function: it makes an event from a request and a reply from an outcome. Pure
/// functions.
public interface Integration {
    /// The event as JSON bytes.
    ///
    /// @throws IllegalArgumentException with a sentence for the client when the request can be no event; only
    ///                                  [Integrations#direct] does
    byte[] event(HttpRequest request, RouteMatch match, String requestId);

    /// Blocks for a streamed outcome, until the function has ended its answer.
    HttpReply reply(HttpRequest request, String requestId, Outcome outcome);

    /// The reply on a route that passes answers on as they come. Blocks until its status and headers are known; fronts
    /// that cannot stream reply as ever.
    default HttpReply streamedReply(HttpRequest request, String requestId, Outcome outcome) {
        return reply(request, requestId, outcome);
    }

    /// The answer to a request whose body or event is over the limit.
    HttpReply requestTooLarge(String requestId);

    /// Bytes that a request's body may have.
    default int bodyLimit() {
        return Limits.GATEWAY_BODY;
    }
}
