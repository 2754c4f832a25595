package smyth.reload;

import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.pool.EnvironmentPool;
import smyth.runtime.Runtime;

/// What a reloader works with.
public interface Parts {
    /// Reads the configuration anew.
    Config read() throws ConfigException;

    EnvironmentPool pool(Function function);

    Runtime runtime(Config config, Function function);
}
