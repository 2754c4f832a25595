package smyth.config;

import java.nio.file.Path;

/// Reads `smyth.toml`, `[tool.smyth]` of a `pyproject.toml`, or makes the configuration of a single handler file.
public final class ConfigReader {
    private ConfigReader() {}

    /// @throws ConfigException with every problem in it
    public static Config read(Path path) throws ConfigException {
        throw new UnsupportedOperationException();
    }
}
