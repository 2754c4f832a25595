package smyth.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import smyth.config.ConfigException;
import smyth.config.Problem;
import smyth.tree.Node;

/// `pyproject.toml`, which also belongs to Python's tools: the settings are in its table `[tool.smyth]`.
final class Pyproject {
    static final String NAME = "pyproject.toml";

    private Pyproject() {}

    static boolean is(Path file) {
        return file.endsWith(NAME);
    }

    /// Whether the file is meant for Smyth. One that cannot be parsed is when it mentions Smyth: its problems are then
    /// shown.
    static boolean hasSettings(Path file) {
        if (!Files.isRegularFile(file)) return false;
        var text = "";
        try {
            text = Files.readString(file);
            return settings(TomlTree.parse(file, text)).isPresent();
        } catch (ConfigException _) {
            return text.contains("tool.smyth");
        } catch (IOException _) {
            return false;
        }
    }

    /// @throws ConfigException when `text` is not TOML, or has no such table
    static Node.Table read(Path file, String text) throws ConfigException {
        return settings(TomlTree.parse(file, text)).orElseThrow(() -> new ConfigException(List.of(new Problem(file, 0,
                "tool.smyth", "this table is missing; add it, or run smyth init, which writes a smyth.toml"))));
    }

    private static Optional<Node.Table> settings(Node.Table root) {
        return root.entries().get("tool") instanceof Node.Table tool
                && tool.entries().get("smyth") instanceof Node.Table smyth ? Optional.of(smyth) : Optional.empty();
    }
}
