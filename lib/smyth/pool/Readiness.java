package smyth.pool;

/// What a place for an execution environment offers.
enum Readiness { COLD, WARM, BUSY }
