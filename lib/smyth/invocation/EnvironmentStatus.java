package smyth.invocation;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// One execution environment, or the place for one, as the status page shows it.
///
/// @param name        `<function>:<index>`
/// @param taskCounter invocations that its present worker took
/// @param revision    0 while there is none
public record EnvironmentStatus(String name, State state, OptionalLong pid, int taskCounter, int revision,
        OptionalInt debugPort) {
    /// Python Smyth's three words.
    public enum State { COLD, WARM, WORKING }
}
