package smyth.pool;

/// What a place for an execution environment offers.
public enum Readiness { COLD, WARM, BUSY }
