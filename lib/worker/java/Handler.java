package worker.java;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler.UserFaultHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.LambdaErrorConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.XRayErrorCauseConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.util.Collection;

/// The user's handler, loaded, called and reported on by the classes that do it on AWS; the one place that knows them.
///
/// They are internal to aws-lambda-java-runtime-interface-client, whose version is fixed for that reason; none of those
/// used here needs its native library.
final class Handler {
    private static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader"; // read by the X-Ray SDK

    private final LambdaRequestHandler handler;
    private final Pair functions;
    private final UserClassLoader loader;
    private final StreamingHandler streaming;

    private Handler(LambdaRequestHandler handler, Pair functions, UserClassLoader loader) {
        this.handler = handler;
        this.streaming = new StreamingHandler(handler);
        this.functions = functions;
        this.loader = loader;
    }

    /// The init phase: static initializers and the constructor run here.
    ///
    /// @throws UserFault for what AWS reports as an init error; other faults come out of every [#call]
    static Handler load(Start start, UserClassLoader loader) throws Exception {
        set(AWSLambda.class, "customerClassLoader", loader);
        Thread.currentThread().setContextClassLoader(loader);
        LambdaRequestHandler handler = load(start.handler, loader);
        Pair functions = Pair.load(start, loader);
        if (functions.context != null && !(handler instanceof UserFaultHandler))
            handler = InnerHandler.shaped(handler, functions);
        return new Handler(handler, functions, loader);
    }

    private static LambdaRequestHandler load(String name, ClassLoader loader) {
        HandlerInfo info;
        try {
            info = HandlerInfo.fromString(name, loader);
        } catch (HandlerInfo.InvalidHandlerException e) {
            return new UserFaultHandler(UserFault.makeUserFault("Invalid handler: `" + name + "'"));
        } catch (ClassNotFoundException e) {
            return LambdaRequestHandler.classNotFound(e, HandlerInfo.className(name));
        } catch (NoClassDefFoundError e) {
            return LambdaRequestHandler.initErrorHandler(e, HandlerInfo.className(name)); // fatal, but only when called
        } catch (Throwable t) {
            throw ((UserFaultHandler) LambdaRequestHandler.initErrorHandler(t, HandlerInfo.className(name))).fault;
        }
        LambdaRequestHandler handler = EventHandlerLoader.loadEventHandler(info);
        if (handler instanceof UserFaultHandler && ((UserFaultHandler) handler).fault.fatal)
            throw ((UserFaultHandler) handler).fault;
        return handler;
    }

    /// One invocation. The stream belongs to the handler and is used again for the next one.
    ByteArrayOutputStream call(InvocationRequest request, RuntimeApi api) throws Exception {
        prepare(request, api);
        return handler.call(request);
    }

    /// Whether it writes to a stream of its own, so that its answer can be passed on as it comes.
    boolean canStream() {
        return streaming.isPossible();
    }

    /// The same invocation, with what the handler writes going to `out`.
    void stream(InvocationRequest request, RuntimeApi api, OutputStream out) throws Exception {
        prepare(request, api);
        streaming.call(request, out);
    }

    private void prepare(InvocationRequest request, RuntimeApi api) throws IOException {
        if (request.getXrayTraceId() == null) System.clearProperty(TRACE_HEADER);
        else System.setProperty(TRACE_HEADER, request.getXrayTraceId());
        functions.apply(request, api);
    }

    /// Names of the classes that came out of jars so far, once.
    Collection<String> newlyLoaded() {
        return loader.newlyLoaded();
    }

    // --- what is said about errors ---

    static UserFault fault(Throwable t) {
        return UserFault.makeUserFault(UserFault.filterStackTrace(t));
    }

    static String errorType(Throwable t) {
        return t instanceof UserFault ? "Runtime.BadFunctionCode" : "Runtime.UserException";
    }

    /// The payload of a failed invocation or init phase.
    static byte[] json(Throwable t) {
        return DtoSerializers.serialize(t instanceof UserFault ? LambdaErrorConverter.fromUserFault((UserFault) t)
                : LambdaErrorConverter.fromThrowable(t));
    }

    static byte[] xRayCause(Throwable t) {
        return t instanceof UserFault ? null : DtoSerializers.serialize(XRayErrorCauseConverter.fromThrowable(t));
    }

    static void log(UserFault fault) {
        LambdaContextLogger logger = Logger.INSTANCE;
        logger.log(fault.reportableError(),
                logger.getLogFormat() == LogFormat.JSON ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }

    static void set(Class<?> owner, String name, Object value) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            field.set(null, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "aws-lambda-java-runtime-interface-client is not the version this worker was made for", e);
        }
    }
}
