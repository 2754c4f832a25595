package smyth.config;

/// One thing that is wrong in a configuration.
///
/// @param line    from 1; 0 where there is none
/// @param key     dotted, `handlers.orders.timeout`; "" where there is none
/// @param message what is wrong, with the value, and what to do
public record Problem(int line, String key, String message) {}
