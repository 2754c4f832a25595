package smyth.invocation;

import java.io.IOException;

/// What the reader of a streamed answer gets when the function fails midway.
public final class BrokenStream extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    /// @param outcome how the invocation ended: `Failed`, `TimedOut`, `Exited`, `TooLarge`
    public BrokenStream(Outcome outcome) {
        super("the function's answer broke off: " + outcome.getClass().getSimpleName());
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
