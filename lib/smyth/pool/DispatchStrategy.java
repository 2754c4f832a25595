package smyth.pool;

import java.util.List;
import java.util.OptionalInt;

/// Which execution environment takes the next invocation.
interface DispatchStrategy {

    /// The index to use; empty when all are busy. Called under the pool's lock.
    OptionalInt choose(List<Readiness> places);
}
