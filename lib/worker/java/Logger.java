package worker.java;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.LambdaEnvironment;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.StdOutLogSink;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

/// Every handler's `context.getLogger()`; made, and put in its place, when first asked for.
final class Logger {
    static final LambdaContextLogger INSTANCE = new LambdaContextLogger(new StdOutLogSink(),
            LogLevel.fromString(LambdaEnvironment.LAMBDA_LOG_LEVEL),
            LogFormat.fromString(LambdaEnvironment.LAMBDA_LOG_FORMAT));

    static void install() {
        Handler.set(LambdaRuntime.class, "logger", INSTANCE);
    }
}
