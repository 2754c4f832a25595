package smyth.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import smyth.route.PercentEncoding;

/// The part of a URL after its question mark.
public final class QueryString {
    private QueryString() {}

    /// Values by name, in the order sent; a name without `=` has the value "". Decoding turns `+` into a space too.
    public static Map<String, List<String>> parse(String raw, boolean decode) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : raw.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decode ? decoded(name) : name, _ -> new ArrayList<>(1))
                    .add(decode ? decoded(value) : value);
        }
        return values;
    }

    private static String decoded(String encoded) {
        return Utf8.decoded(encoded.replace('+', ' '));
    }
}
