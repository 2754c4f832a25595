package worker.java;

import java.io.IOException;

/// The connection is lost, or its other side does not speak as it should: this execution environment cannot go on.
final class Gone extends IOException {
    private static final long serialVersionUID = 1;

    Gone(String message) {
        super(message);
    }
}
