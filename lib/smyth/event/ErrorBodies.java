package smyth.event;

import java.util.ArrayList;

/// What the setting `errors` says: how much a client is told when a function fails. The status is AWS's in both.
///
/// `AWS` is AWS's body to the byte; `DETAILED` has AWS's `message`, and errorType, errorMessage, stackTrace and
/// requestId beside it.
public enum ErrorBodies {
    DETAILED, AWS;

    /// @param aws     what AWS would answer
    /// @param message the words of that answer
    HttpReply reply(HttpReply aws, String message, FunctionError error, String requestId) {
        if (this == AWS) return aws;
        var headers = new ArrayList<Header>();
        for (var header : aws.headers())
            headers.add(header.name().equalsIgnoreCase("content-type") ? new Header(header.name(), "application/json")
                    : header);
        return new HttpReply(aws.status(), headers, error.detailed(message, requestId));
    }
}
