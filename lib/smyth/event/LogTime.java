package smyth.event;

/// The second that was formatted last: many requests come in one.
record LogTime(long second, String text) {}
