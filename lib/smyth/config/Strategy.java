package smyth.config;

/// Which execution environment takes the next invocation.
public enum Strategy { FIRST_WARM, ROUND_ROBIN }
