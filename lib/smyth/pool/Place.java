package smyth.pool;

import java.util.OptionalInt;
import java.util.OptionalLong;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.EnvironmentStatus.State;
import smyth.invocation.Invocation;

/// Room for one execution environment. Its fields are guarded by the pool.
final class Place {
    final String name;
    ExecutionEnvironment environment;
    Invocation serving;

    Place(String name) {
        this.name = name;
    }

    Readiness readiness() {
        if (serving != null) return Readiness.BUSY;
        return environment != null && environment.isUsable() ? Readiness.WARM : Readiness.COLD;
    }

    EnvironmentStatus status() {
        var state = serving != null ? State.WORKING : environment != null ? State.WARM : State.COLD;
        return environment == null ? new EnvironmentStatus(name, state, OptionalLong.empty(), 0, 0, OptionalInt.empty())
                : new EnvironmentStatus(name, state, OptionalLong.of(environment.pid()), environment.taskCounter(),
                        environment.revision().number(), environment.debugPort());
    }
}
