package smyth.project;

import java.util.Optional;

/// A setting, declared once: the reader, `smyth check`, the JSON schema and the tables of docs/settings.md all follow
/// from it.
///
/// @param standard  the default as it would be written: a String, Long or Boolean; empty where none can be written
/// @param otherwise the default in words, where it cannot be written
/// @param meaning   one line, in Markdown
public record Setting<T>(String key, Kind<T> kind, Optional<Object> standard, String otherwise, String meaning) {

    /// A setting with a default that can be written.
    static <T> Setting<T> of(String key, Kind<T> kind, Object standard, String meaning) {
        return new Setting<>(key, kind, Optional.of(standard), "", meaning);
    }

    /// A setting whose default can only be described.
    static <T> Setting<T> described(String key, Kind<T> kind, String otherwise, String meaning) {
        return new Setting<>(key, kind, Optional.empty(), otherwise, meaning);
    }
}
