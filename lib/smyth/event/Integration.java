//SOURCES HttpRequest.java
//SOURCES HttpReply.java
//SOURCES Header.java
//SOURCES Account.java
//SOURCES ErrorBodies.java
//SOURCES HttpApi.java
package smyth.event;

import smyth.invocation.Outcome;
import smyth.route.PayloadFormat;
import smyth.route.RouteMatch;

/// What stands between a client and a function: it makes the event of a request and the reply of an outcome. Pure functions.
public interface Integration {
    /// The event as JSON bytes.
    byte[] event(HttpRequest request, RouteMatch match, String requestId);

    HttpReply reply(HttpRequest request, String requestId, Outcome outcome);

    static Integration of(PayloadFormat format, Account account, ErrorBodies errors) {
        return switch (format) {
            case HTTP_API -> new HttpApi(account, errors);
            case HTTP_API_V1, REST_API, ALB, ALB_MULTI_VALUE, FUNCTION_URL -> throw new IllegalArgumentException("event = \"" + format.setting() + "\" is not built yet");
        };
    }
}
