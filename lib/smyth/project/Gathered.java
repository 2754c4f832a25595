package smyth.project;

import java.nio.file.Path;
import java.util.Optional;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.tree.Node;

/// Settings from wherever they come, not yet checked.
///
/// @param file the configuration file; empty for a handler source file
record Gathered(Reading reading, Optional<Path> file, Node.Table settings, Deployment deployment) {
    /// @throws ConfigException with every problem in the settings
    Config config() throws ConfigException {
        return TopLevel.read(reading, file, settings, deployment);
    }
}
