package smyth.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import smyth.config.Problem;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// What the readers of YAML and JSON share: limits, and keys that are written twice.
final class TreeBuilder {
    private static final int DEEPEST = 200;
    private static final int MOST_PROBLEMS = 20;
    private static final int MOST_NODES = 400_000;

    private final Path file;
    private final List<Problem> problems;
    private int depth;
    private int twice;
    private long count;

    TreeBuilder(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    Position position(int line, int column) {
        return new Position(file, line, column);
    }

    void problem(int line, String message) {
        problems.add(new Problem(file, line, "", message));
    }

    /// @throws Refused when tables and lists lie too deep in each other
    void enter(Position at) {
        if (++depth > DEEPEST)
            throw new Refused(at.line(), "more than " + DEEPEST + " levels in each other; make it flatter");
    }

    void leave() {
        depth--;
    }

    /// @throws Refused when the file holds too much, above all by references to the same part
    void count(long nodes, Position at) {
        count += nodes;
        if (count > MOST_NODES)
            throw new Refused(at.line(), "the file grows to more than %,d values".formatted(MOST_NODES)
                    + " here; use fewer references (*name) to parts that hold references themselves");
    }

    long count() {
        return count;
    }

    /// Adds it, or reports that the key is there.
    ///
    /// @throws Refused when that happened too often
    void put(Map<String, Node> entries, String key, Node value, Position at) {
        var first = entries.putIfAbsent(key, value);
        if (first == null) return;
        problem(at.line(), "column %d: the key %s is also in line %d; remove one of them"
                .formatted(at.column(), Words.quoted(key), first.at().line()));
        if (++twice == MOST_PROBLEMS) throw new Refused(at.line(), "there may be more keys that appear twice");
    }

    /// The same value under another key.
    static Node moved(Node node, Position at) {
        return switch (node) {
            case Node.Table(_, var entries) -> new Node.Table(at, entries);
            case Node.Items(_, var nodes) -> new Node.Items(at, nodes);
            case Node.Scalar(_, var value, var written) -> new Node.Scalar(at, value, written);
            case Node.Nothing _ -> new Node.Nothing(at);
        };
    }

    /// What the entries of a table are collected in.
    static Map<String, Node> entries() {
        return new LinkedHashMap<>();
    }

    /// Reading ends here, with a problem.
    static final class Refused extends RuntimeException {
        final int line;

        Refused(int line, String message) {
            super(message, null, false, false);
            this.line = line;
        }
    }
}
