package smyth.project;

import java.util.List;
import java.util.regex.Pattern;
import smyth.config.Problem;
import smyth.tree.Position;
import smyth.tree.Words;

/// A key in a configuration file, and the list to which its problems are added.
///
/// @param key      dotted, `handlers.orders`; "" for the top level
/// @param problems of the whole reading
record Location(Position at, String key, List<Problem> problems) {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    void problem(String message) {
        problems.add(new Problem(at.file(), at.line(), key, message));
    }

    /// The location of a key below this one.
    Location of(String name, Position position) {
        var written = BARE_KEY.matcher(name).matches() ? name : Words.quoted(name);
        return new Location(position, key.isEmpty() ? written : key + "." + written, problems);
    }

    /// The location of one of the items of this list.
    Location of(Position position) {
        return new Location(position, key, problems);
    }
}
