package smyth.event;

/// What the setting `errors` says: how much a client is told when a function fails. The status is AWS's in both.
public enum ErrorBodies {
    /// AWS's `message`, and errorType, errorMessage, stackTrace and requestId beside it.
    DETAILED,
    /// AWS's body to the byte.
    AWS
}
