package smyth.pool;

import java.util.List;
import java.util.OptionalInt;
import smyth.config.Config.FunctionConfig.Strategy;

/// Which execution environment takes the next invocation.
interface DispatchStrategy {
    /// What a place for an execution environment offers.
    enum Readiness { COLD, WARM, BUSY }

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

    /// Each in turn, passing over those that are busy.
    final class RoundRobin implements DispatchStrategy {
        private int next;

        @Override
        public OptionalInt choose(List<Readiness> places) {
            for (int i = 0; i < places.size(); i++) {
                int candidate = (next + i) % places.size();
                if (places.get(candidate) == Readiness.BUSY) continue;
                next = candidate + 1;
                return OptionalInt.of(candidate);
            }
            return OptionalInt.empty();
        }
    }
}
