package smyth.project;

import java.nio.file.Path;
import smyth.config.ConfigException;
import smyth.tree.Node;

/// `smyth.toml`, or any other TOML file that a user names: the settings are at its top level.
final class SmythToml {
    static final String NAME = "smyth.toml";

    private SmythToml() {}

    /// @throws ConfigException when `text` is not TOML
    static Node.Table read(Path file, String text) throws ConfigException {
        return TomlTree.parse(file, text);
    }
}
