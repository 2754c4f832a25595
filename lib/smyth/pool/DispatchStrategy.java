package smyth.pool;

import java.util.List;
import java.util.OptionalInt;
import smyth.config.Strategy;

/// Which execution environment takes the next invocation.
interface DispatchStrategy {

    /// The index to use; empty when all are busy. Called under the pool's lock.
    OptionalInt choose(List<Readiness> places);

    static DispatchStrategy of(Strategy strategy) {
        return switch (strategy) {
            case FIRST_WARM -> DispatchStrategy::firstWarm;
            case ROUND_ROBIN -> new RoundRobin();
        };
    }

    /// A warm one, else a cold one.
    private static OptionalInt firstWarm(List<Readiness> places) {
        int warm = places.indexOf(Readiness.WARM);
        int chosen = warm >= 0 ? warm : places.indexOf(Readiness.COLD);
        return chosen < 0 ? OptionalInt.empty() : OptionalInt.of(chosen);
    }
}
