package smyth.config;

import java.util.ArrayList;
import java.util.List;
import smyth.config.Trigger.HttpRoute;

/// A function: its code, how that runs, and what triggers it. Every default is filled in.
///
/// @param triggers in the order of the file; without any the function is invoked by its name only
public record Function(String name, Code code, Execution execution, List<Trigger> triggers) {
    public Function {
        triggers = List.copyOf(triggers);
    }

    /// The HTTP routes among its triggers, in the order of the file.
    public List<HttpRoute> routes() {
        var routes = new ArrayList<HttpRoute>();
        for (var trigger : triggers) if (trigger instanceof HttpRoute route) routes.add(route);
        return routes;
    }

    /// Whether a worker that was started for the other function serves this one as well.
    ///
    /// Triggers make no difference to a worker, unless an event or context function of the user's own can ask for
    /// them.
    public boolean runsLike(Function other) {
        return name.equals(other.name) && code.equals(other.code) && execution.equals(other.execution)
                && (!code.isCustomized() || triggers.equals(other.triggers));
    }

    /// The same with a debugger on a free port, unless it has one.
    Function debugged() {
        return new Function(name, code, execution.debugged(), triggers);
    }

    /// The name only: `env` holds secrets.
    @Override
    public String toString() {
        return "Function[" + name + "]";
    }
}
