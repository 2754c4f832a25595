package smyth.runtimeapi;

import java.util.Map;

/// @param headers names in lower case; of repeated ones the last
record Head(String method, String path, Map<String, String> headers) {
    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
