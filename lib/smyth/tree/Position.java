package smyth.tree;

import java.nio.file.Path;

/// Where something is written.
///
/// @param line   from 1; 0 where there is none
/// @param column from 1; 0 where there is none
public record Position(Path file, int line, int column) {
    /// The file as a whole.
    public static Position of(Path file) {
        return new Position(file, 0, 0);
    }
}
