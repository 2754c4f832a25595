package smyth.pool;

import java.time.Duration;
import java.util.Optional;
import smyth.runtime.Launch;
import smyth.runtimeapi.Start;

/// One state of a function's code and settings: what an execution environment is made of. Immutable.
///
/// @param number     from 1
/// @param start      what a worker that ships with Smyth receives; empty for others
/// @param arn        of the function, without qualifier
/// @param timeout    of an invocation
/// @param enforced   whether a deadline ends the worker; not while debugging
/// @param memorySize MB, for the REPORT line
public record Revision(int number, Launch launch, Optional<Start> start, String arn, Duration timeout, boolean enforced,
        int memorySize) {}
