package worker.java;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler.UserFaultHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.OutputStream;

/// A handler called in AWS's way, except that what it writes does not gather in memory first. Made when first needed.
final class StreamingHandler {
    private final LambdaRequestHandler handler;
    private LambdaRequestHandler wrapped;
    private OutputStream target;
    private boolean looked;

    StreamingHandler(LambdaRequestHandler handler) {
        this.handler = handler;
    }

    boolean isPossible() {
        if (looked || handler instanceof UserFaultHandler) return wrapped != null;
        looked = true;
        try {
            RequestStreamHandler inner = InnerHandler.of(handler);
            if (inner == null || isSerializing(inner)) return false;
            wrapped = InnerHandler.wrap((in, out, context) -> {
                try {
                    inner.handleRequest(in, target, context);
                } catch (Throwable t) {
                    throw UserFunction.rethrow(t);
                }
            });
            return true;
        } catch (ReflectiveOperationException e) {
            return false; // in one piece, then
        }
    }

    static boolean isSerializing(RequestStreamHandler handler) {
        return handler instanceof SerializingHandler
                || handler.getClass().getName().endsWith("$PojoHandlerAsStreamHandler");
    }

    void call(InvocationRequest request, OutputStream out) throws Exception {
        target = out;
        try {
            wrapped.call(request);
        } finally {
            target = null;
        }
    }
}
