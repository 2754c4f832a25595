package smyth.route;

import java.util.Locale;

/// How the reply of a function URL travels, named as in the setting `invoke_mode` and in AWS's `InvokeMode`.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
public enum InvokeMode {
    BUFFERED, RESPONSE_STREAM;

    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
