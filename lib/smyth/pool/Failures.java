package smyth.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import smyth.invocation.ErrorWording;
import smyth.invocation.Outcome;
import smyth.invocation.Outcome.Exited;
import smyth.invocation.Outcome.Failed;
import smyth.invocation.Outcome.Rejected;
import smyth.invocation.Outcome.Returned;
import smyth.invocation.Outcome.Streamed;
import smyth.invocation.Outcome.TimedOut;
import smyth.invocation.Outcome.TooLarge;
import smyth.journal.Entry.Failure;

/// What the log of an invocation says if it ended without an answer. A handler's own error shows in its own log
/// lines, as on Lambda.
final class Failures {
    private Failures() {}

    static Optional<Failure> of(Outcome outcome, String requestId, Duration timeout) {
        return switch (outcome) {
            case Returned _,Streamed _ -> Optional.empty();
            case Failed(_, var type) -> Optional.of(new Failure("error", type, ""));
            case TimedOut _ -> Optional.of(new Failure("timeout", "", Instant.now().truncatedTo(ChronoUnit.MILLIS) + " "
                    + requestId + " " + ErrorWording.timedOut(timeout)));
            case Exited(var reason) -> Optional.of(new Failure("error", "Runtime.ExitError",
                    ErrorWording.of(requestId, ErrorWording.exited(reason))));
            case TooLarge _ -> Optional.of(new Failure("error", "Function.ResponseSizeTooLarge", ""));
            case Rejected(var type, _) -> Optional.of(new Failure("error", type, ""));
        };
    }
}
