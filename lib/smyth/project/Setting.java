package smyth.project;

import java.util.Optional;
import java.util.function.Function;

/// A setting, declared once: the reader, `smyth check`, the JSON schema and the tables of docs/settings.md all follow
/// from it.
///
/// @param <O>       what it is a setting of
/// @param standard  the default as it would be written: a String, Long or Boolean; empty where none can be written
/// @param otherwise the default in words, where it cannot be written
/// @param meaning   one line, in Markdown
/// @param shown     what is in force, in words; empty when that need not be shown
public record Setting<O, T>(String key, Kind<T> kind, Optional<Object> standard, String otherwise, String meaning,
        Function<O, Optional<String>> shown) {

    /// A setting with a default that can be written.
    static <O, T> Setting<O, T> of(String key, Kind<T> kind, Object standard, String meaning,
            Function<O, String> shown) {
        return new Setting<>(key, kind, Optional.of(standard), "", meaning, shown.andThen(Optional::of));
    }

    /// A setting whose default can only be described.
    static <O, T> Setting<O, T> described(String key, Kind<T> kind, String otherwise, String meaning,
            Function<O, Optional<String>> shown) {
        return new Setting<>(key, kind, Optional.empty(), otherwise, meaning, shown);
    }
}
