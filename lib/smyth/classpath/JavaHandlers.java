package smyth.classpath;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Handlers that Java sources declare: classes that implement `RequestHandler` or `RequestStreamHandler`, and public
/// methods named `handleRequest`.
///
/// Sources are parsed, not compiled: what a class inherits is not seen.
public final class JavaHandlers {
    private static final Set<String> INTERFACES = Set.of("RequestHandler", "RequestStreamHandler");
    private static final String METHOD = "handleRequest";

    private JavaHandlers() {}

    /// @param path `shop.OrderHandler`, or `shop.OrderHandler::handleRequest` where the class implements no interface
    /// @param line of the method, or of the class where it does not declare one; from 1
    public record Found(String path, int line) {}

    /// The handlers of one source: its public class if that is one, else the first class that is, else those among
    /// its nested classes.
    public static List<Found> in(String source) {
        // Parsing is what takes time, and most sources mention none of this.
        if (!source.contains("Handler") && !source.contains(METHOD)) return List.of();
        return in(JavaOutline.of(source), JavaHandlers::handler);
    }

    /// The same for a file that the user named: here one public method, or a base class, will do.
    public static List<Found> inNamed(String source) {
        return in(JavaOutline.of(source),
                type -> handler(type).or(() -> type.isTopLevel() ? likely(type) : Optional.empty()));
    }

    /// The line of the handler that a configuration names; empty when the source does not declare its class.
    ///
    /// @param path `shop.Orders`, `shop.Orders::handle`, or Python's form `shop.Orders.handle`
    public static Optional<Integer> line(String source, String path) {
        var types = JavaOutline.of(source);
        int colons = path.indexOf("::");
        if (colons >= 0) return line(types, path.substring(0, colons), path.substring(colons + 2));
        int dot = path.lastIndexOf('.');
        return line(types, path, METHOD)
                .or(() -> dot < 0 ? Optional.empty() : line(types, path.substring(0, dot), path.substring(dot + 1)));
    }

    private static Optional<Integer> line(List<JavaType> types, String name, String method) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst().map(type -> line(type, method));
    }

    private static int line(JavaType type, String method) {
        return type.methods().stream().filter(one -> one.name().equals(method)).map(JavaType.Method::line).findFirst()
                .orElse(type.line());
    }

    private interface Rule {
        Optional<Found> apply(JavaType type);
    }

    private static List<Found> in(List<JavaType> types, Rule rule) {
        var top = types.stream().filter(JavaType::isTopLevel).toList();
        var first = Stream.concat(top.stream().filter(JavaType::isPublic), top.stream())
                .flatMap(type -> rule.apply(type).stream()).findFirst();
        if (first.isPresent()) return List.of(first.get());
        return types.stream().filter(type -> !type.isTopLevel()).flatMap(type -> rule.apply(type).stream()).toList();
    }

    private static Optional<Found> handler(JavaType type) {
        if (type.canBeMade() && type.supertypes().stream().anyMatch(INTERFACES::contains))
            return Optional.of(new Found(type.name(), line(type, METHOD)));
        return type.methods().stream().filter(method -> method.name().equals(METHOD) && isCallable(type, method))
                .findFirst().map(method -> found(type, method));
    }

    private static Optional<Found> likely(JavaType type) {
        var methods = type.methods().stream()
                .filter(method -> isCallable(type, method) && !method.name().equals("main")).toList();
        if (methods.stream().map(JavaType.Method::name).distinct().count() == 1)
            return Optional.of(found(type, methods.getFirst()));
        return type.hasBase() && type.canBeMade() ? Optional.of(new Found(type.name(), type.line())) : Optional.empty();
    }

    private static boolean isCallable(JavaType type, JavaType.Method method) {
        return method.isPublic() && (type.canBeMade() || method.isStatic());
    }

    private static Found found(JavaType type, JavaType.Method method) {
        return new Found(type.name() + "::" + method.name(), method.line());
    }
}
