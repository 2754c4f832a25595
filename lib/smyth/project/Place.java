package smyth.project;

/// Where a source holds a handler.
///
/// @param handlerPath what AWS calls it
/// @param line        from 1
record Place(String handlerPath, int line) {
    /// The line of a position in a source.
    static int line(String source, int position) {
        return 1 + (int) source.substring(0, position).chars().filter(character -> character == '\n').count();
    }
}
