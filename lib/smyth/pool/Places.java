package smyth.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.Invocation;
import smyth.invocation.TraceId;

/// The places of a function: as many as may have an execution environment at the same time. Guarded by the pool.
final class Places {
    private final DispatchStrategy strategy;
    private final Place[] places;
    /// Those that were busy when their place was given anew.
    private final Set<Place> detached = new HashSet<>();

    Places(String function, int concurrency, DispatchStrategy strategy) {
        this.strategy = strategy;
        this.places = new Place[concurrency];
        Arrays.setAll(places, index -> new Place(function + ":" + index));
    }

    int count() {
        return places.length;
    }

    /// Where the next invocation goes; empty when all are busy.
    Optional<Place> choose() {
        var readiness = new Readiness[places.length];
        for (int i = 0; i < readiness.length; i++) readiness[i] = places[i].readiness();
        var chosen = strategy.choose(Arrays.asList(readiness));
        return chosen.isEmpty() ? Optional.empty() : Optional.of(places[chosen.getAsInt()]);
    }

    /// No invocation is at the place any more.
    ///
    /// @return whether it was given anew meanwhile, so that nothing will come to this one
    boolean free(Place place) {
        place.serving = null;
        return detached.remove(place);
    }

    /// Takes the execution environments that nothing is at away from their places.
    List<ExecutionEnvironment> takeIdle() {
        var idle = new ArrayList<ExecutionEnvironment>();
        for (var place : places) {
            if (place.serving != null || place.environment == null) continue;
            idle.add(place.environment);
            place.environment = null;
        }
        return idle;
    }

    /// Old code that is still at work does not hold up others: its place is given away, and it ends when it is done.
    void detachBusy() {
        for (int i = 0; i < places.length; i++) {
            if (places[i].serving == null) continue;
            detached.add(places[i]);
            places[i] = new Place(places[i].name);
        }
    }

    /// Every execution environment that there is.
    List<ExecutionEnvironment> environments() {
        return Stream.concat(Arrays.stream(places), detached.stream()).map(place -> place.environment)
                .filter(environment -> environment != null).toList();
    }

    /// @param pid of the worker that is meant; empty for whichever is there
    Optional<ExecutionEnvironment> find(String name, OptionalLong pid) {
        return Arrays.stream(places).filter(place -> place.name.equals(name)).map(place -> place.environment)
                .filter(environment -> environment != null)
                .filter(environment -> pid.isEmpty() || pid.getAsLong() == environment.pid()).findFirst();
    }

    List<EnvironmentStatus> status() {
        return Arrays.stream(places).map(Place::status).toList();
    }

    /// Whether every place waits, directly or through other functions, for the answer to this very invocation: the
    /// clients of AWS's SDKs pass the trace id on, so its root tells.
    boolean allWaitFor(Invocation invocation) {
        for (var place : places) if (place.serving == null) return false;
        var root = invocation.traceId().map(TraceId::rootOf);
        return root.isPresent() && Arrays.stream(places)
                .allMatch(place -> place.serving.traceId().map(TraceId::rootOf).equals(root));
    }
}
