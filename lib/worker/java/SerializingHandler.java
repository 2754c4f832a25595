package worker.java;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/// A handler whose result is written by the runtime when it has returned: its answer comes in one piece.
interface SerializingHandler extends RequestStreamHandler {}
