package smyth.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.io.JsonStringEncoder;

/// Small pieces of JSON.
public final class JsonText {
    private JsonText() {}

    /// A JSON string with its quotes.
    public static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    /// An error as runtimes report it: `{"errorType":…,"errorMessage":…}`.
    public static byte[] error(String type, String message) {
        return ("{\"errorType\":" + quote(type) + ",\"errorMessage\":" + quote(message) + "}").getBytes(UTF_8);
    }
}
