package smyth.event;

import smyth.invocation.Outcome;
import smyth.route.RouteMatch;

/// API Gateway HTTP API, payload format 2.0.
record HttpApi(Account account, ErrorBodies errors) implements Integration {
    @Override
    public byte[] event(HttpRequest request, RouteMatch match, String requestId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HttpReply reply(HttpRequest request, String requestId, Outcome outcome) {
        throw new UnsupportedOperationException();
    }
}
