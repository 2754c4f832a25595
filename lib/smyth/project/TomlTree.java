package smyth.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import smyth.config.ConfigException;
import smyth.config.Problem;
import smyth.tree.Node;
import smyth.tree.Position;

/// The tree of values of a TOML file. The one place that knows the TOML parser.
final class TomlTree {
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected '.*?[\\p{L}\\p{N}].*?'(?=, expected|$)",
            Pattern.DOTALL);

    private final Path file;

    private TomlTree(Path file) {
        this.file = file;
    }

    /// @throws ConfigException when `text` is not TOML
    static Node.Table parse(Path file, String text) throws ConfigException {
        var toml = Toml.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (toml.hasErrors())
            throw new ConfigException(toml.errors().stream().map(error -> problem(file, error)).toList());
        return new TomlTree(file).table(toml, Position.of(file));
    }

    private static Problem problem(Path file, TomlParseError error) {
        // The parser shows what it cannot read, and that may be half a secret.
        var message = UNEXPECTED.matcher(error.getMessage()).replaceFirst("Unexpected text");
        return new Problem(file, error.position().line(), "",
                "column " + error.position().column() + ": " + message);
    }

    private Node.Table table(TomlTable table, Position at) {
        var entries = new LinkedHashMap<String, Node>();
        for (var key : table.keySet()) {
            var path = List.of(key);
            entries.put(key, node(table.get(path), position(table.inputPositionOf(path), at)));
        }
        return new Node.Table(at, entries);
    }

    private Node node(Object value, Position at) {
        if (value instanceof TomlTable table) return table(table, at);
        if (!(value instanceof TomlArray array)) return new Node.Scalar(at, value);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < array.size(); i++) nodes.add(node(array.get(i), position(array.inputPositionOf(i), at)));
        return new Node.Items(at, nodes);
    }

    /// @param above for a table that is only implied by the name of one in it
    private Position position(TomlPosition position, Position above) {
        return position == null ? above : new Position(file, position.line(), position.column());
    }
}
