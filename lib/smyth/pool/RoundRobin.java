package smyth.pool;

import java.util.List;
import java.util.OptionalInt;

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
