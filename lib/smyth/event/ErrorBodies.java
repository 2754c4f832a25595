package smyth.event;

import java.util.ArrayList;

/// The setting `errors`: how much a client learns when a function fails. The status is AWS's in both.
///
/// `AWS` is exactly AWS's body; `DETAILED` has AWS's `message`, and errorType, errorMessage, stackTrace and
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
