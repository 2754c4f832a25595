package smyth.invocation;

/// What AWS lets through, in bytes.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
public final class Limits {
    /// A request and its event: `6 MB` of a synchronous invocation.
    public static final int PAYLOAD = 6 << 20;
    /// A response as the Runtime API takes it: 6 MB and a little for the runtime's own.
    public static final int RESPONSE = PAYLOAD + 100;
    /// A streamed response.
    public static final int STREAMED_RESPONSE = 200 << 20;
    /// The event of an asynchronous invocation.
    public static final int ASYNCHRONOUS_PAYLOAD = 1 << 20;
    /// The client context of a direct invocation, as base64.
    public static final int CLIENT_CONTEXT = 3583;
    /// A request's body at API Gateway. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    public static final int GATEWAY_BODY = 10 << 20;
    /// A request's body at a load balancer, and the JSON that a function answers it.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    public static final int LOAD_BALANCER_BODY = 1 << 20;

    private Limits() {}
}
