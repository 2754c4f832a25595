package smyth.reload;

import smyth.config.FunctionConfig;
import smyth.pool.EnvironmentPool;

/// A function with the execution environments that serve it.
public record Served(FunctionConfig config, EnvironmentPool pool) {}
