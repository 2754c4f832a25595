package smyth.cli;

/// What a command ends with.
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    /// Bad usage or configuration.
    static final int USAGE = 2;

    private ExitCode() {}
}
