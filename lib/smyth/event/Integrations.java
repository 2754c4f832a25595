package smyth.event;

import smyth.route.PayloadFormat;

/// The front of each event format.
public final class Integrations {
    private Integrations() {}

    public static Integration of(PayloadFormat format, Account account, ErrorBodies errors) {
        return switch (format) {
            case HTTP_API -> new HttpApi(account, errors);
            case HTTP_API_V1 -> new HttpApiV1(account, errors);
            case REST_API -> new RestApi(account, errors);
            case ALB -> new Alb(account, errors, false);
            case ALB_MULTI_VALUE -> new Alb(account, errors, true);
            case FUNCTION_URL -> new FunctionUrl(account, errors);
        };
    }

    /// The request's JSON body is the event, the payload the reply:
    /// `smyth.event.generate_lambda_invocation_event_data`.
    public static Integration direct() {
        return new Direct();
    }
}
