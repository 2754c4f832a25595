package smyth.pool;

import java.util.List;
import java.util.OptionalInt;

/// A warm one, else a cold one.
final class FirstWarm implements DispatchStrategy {
    @Override
    public OptionalInt choose(List<Readiness> places) {
        int warm = places.indexOf(Readiness.WARM);
        int chosen = warm >= 0 ? warm : places.indexOf(Readiness.COLD);
        return chosen < 0 ? OptionalInt.empty() : OptionalInt.of(chosen);
    }
}
