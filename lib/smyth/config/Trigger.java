package smyth.config;

/// What causes an invocation of a function. Every function can also be invoked by its name.
public sealed interface Trigger permits HttpRoute {}
