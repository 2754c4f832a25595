package smyth.config;

import java.nio.file.Path;

/// One thing that is wrong in a configuration.
///
/// @param file    in which it is wrong
/// @param line    from 1; 0 where there is none
/// @param key     dotted, `handlers.orders.timeout`; "" where there is none
/// @param message what is wrong, with the value, and what to do
public record Problem(Path file, int line, String key, String message) {
    /// A path as messages show it: relative to the working directory if it lies there.
    public static String shown(Path path) {
        var here = Path.of("").toAbsolutePath();
        return path.startsWith(here) && !path.equals(here) ? here.relativize(path).toString() : path.toString();
    }
}
