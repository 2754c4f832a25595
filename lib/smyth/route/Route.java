package smyth.route;

import java.util.Set;
import java.util.stream.Collectors;

/// A path and methods on which one function answers.
///
/// @param methods    upper case; empty means every method
/// @param invokeMode buffered, except on a function URL that streams
public record Route(String function, PathPattern pattern, Set<String> methods, PayloadFormat format,
        InvokeMode invokeMode) {
    public Route {
        methods = Set.copyOf(methods);
    }

    /// A route whose replies are buffered.
    public Route(String function, PathPattern pattern, Set<String> methods, PayloadFormat format) {
        this(function, pattern, methods, format, InvokeMode.BUFFERED);
    }

    boolean answers(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /// The route key as API Gateway spells it: `ANY /orders/{path+}`, `GET /orders`, `$default`.
    ///
    /// With several methods it is the key for the one of the request.
    public String key(String method) {
        if (pattern.isDefault()) return "$default";
        return (methods.isEmpty() ? "ANY" : method) + " " + pattern.template();
    }

    /// For people: `ANY`, `GET`, `GET,POST`.
    public String methodNames() {
        return methods.isEmpty() ? "ANY" : methods.stream().sorted().collect(Collectors.joining(","));
    }
}
