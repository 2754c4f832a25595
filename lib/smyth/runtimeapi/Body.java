package smyth.runtimeapi;

import java.util.Map;

/// The body, or as much as was wanted of it, and what came after a chunked one.
record Body(byte[] bytes, boolean tooLarge, Map<String, String> trailers) {}
