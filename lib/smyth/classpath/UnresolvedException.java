package smyth.classpath;

/// Says which dependency is missing, where it is named and what to do.
final class UnresolvedException extends Exception {
    UnresolvedException(String message) {
        super(message);
    }
}
