package worker.java;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/// What AWS's classes have made of the user's handler, and call: of every kind a RequestStreamHandler.
final class InnerHandler {
    private InnerHandler() {}

    /// Null for a handler that is none, but a fault.
    static RequestStreamHandler of(LambdaRequestHandler handler) throws ReflectiveOperationException {
        for (Field field : handler.getClass().getDeclaredFields()) {
            if (field.getType() != RequestStreamHandler.class) continue;
            field.setAccessible(true);
            return (RequestStreamHandler) field.get(handler);
        }
        return null;
    }

    static LambdaRequestHandler wrap(RequestStreamHandler handler) throws ReflectiveOperationException {
        Method wrap = EventHandlerLoader.class.getDeclaredMethod("wrapRequestStreamHandler",
                RequestStreamHandler.class);
        wrap.setAccessible(true);
        return (LambdaRequestHandler) wrap.invoke(null, handler);
    }

    /// The same handler, called with a Context on which the user's function has a say.
    static LambdaRequestHandler shaped(LambdaRequestHandler handler, Pair functions)
            throws ReflectiveOperationException {
        RequestStreamHandler called = of(handler);
        // One that writes to a stream of its own stays known as such.
        RequestStreamHandler outer = StreamingHandler.isSerializing(called)
                ? (SerializingHandler) (in, out, context) -> call(called, in, out, context, functions)
                : (in, out, context) -> call(called, in, out, context, functions);
        return wrap(outer);
    }

    private static void call(RequestStreamHandler called, InputStream in, OutputStream out,
            Context context, Pair functions) {
        try {
            called.handleRequest(in, out, ShapedContext.of(context, functions.contextValues()));
        } catch (Throwable t) {
            throw UserFunction.rethrow(t);
        }
    }
}
