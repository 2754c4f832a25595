package smyth.route;

/// The shape of event and reply on a route, named as in the setting `event`.
public enum PayloadFormat {
    HTTP_API("http-api"), HTTP_API_V1("http-api-v1"), REST_API("rest-api"), ALB("alb"),
    ALB_MULTI_VALUE("alb-multi-value"),
    FUNCTION_URL("function-url");

    private final String setting;

    PayloadFormat(String setting) {
        this.setting = setting;
    }

    public String setting() {
        return setting;
    }
}
