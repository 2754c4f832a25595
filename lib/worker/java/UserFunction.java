package worker.java;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import worker.java.RuntimeApi.Start;

/// A function of the user's own that makes the event or adds to the context, called just before the handler.
final class UserFunction {
    private final String title;
    private final Method method;

    private UserFunction(String title, Method method) {
        this.title = title;
        this.method = method;
    }

    /// @throws UserFault when there is no such function, which fails the init phase
    private static UserFunction load(String kind, String name, ClassLoader loader) {
        int at = name.contains("::") ? name.lastIndexOf("::") : name.lastIndexOf('.');
        String className = at < 0 ? "" : name.substring(0, at);
        String methodName = name.substring(at < 0 ? 0 : name.startsWith("::", at) ? at + 2 : at + 1);
        String title = kind + " function " + name;
        try {
            for (Method method : Class.forName(className, true, loader).getMethods()) {
                if (!method.getName().equals(methodName) || !isFit(method)) continue;
                method.setAccessible(true); // its class need not be public
                return new UserFunction(title, method);
            }
            throw wrong(title + " does not have the form", methodName);
        } catch (ClassNotFoundException e) {
            throw wrong(title + ": class " + className + " not found; the function must have the form", methodName);
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UserFault(title + ": class " + className + " cannot be loaded: " + cause, e.getClass().getName(), UserFault.trace(e), true);
        }
    }

    private static boolean isFit(Method method) {
        return Modifier.isStatic(method.getModifiers()) && Map.class.isAssignableFrom(method.getReturnType())
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Map.class, Map.class});
    }

    private static UserFault wrong(String problem, String methodName) {
        return new UserFault(problem + " public static Map<String, Object> " + methodName
                + "(Map<String, Object> event, Map<String, Object> request)", null, null, true);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> call(Map<String, Object> event, Map<String, Object> request) {
        try {
            return (Map<String, Object>) method.invoke(null, event, request);
        } catch (InvocationTargetException e) {
            throw rethrow(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(title + " cannot be called", e);
        }
    }

    /// Throws it with our frames cut off, and the ones of reflection above them: stack traces are the user's.
    static RuntimeException rethrow(Throwable t) {
        cut(t, Collections.newSetFromMap(new IdentityHashMap<>()));
        UserFunction.<RuntimeException>sneak(t);
        return null;
    }

    private static void cut(Throwable t, Set<Throwable> seen) {
        if (t == null || !seen.add(t)) return;
        StackTraceElement[] trace = t.getStackTrace();
        for (int i = 0; i < trace.length; i++) {
            if (!trace[i].getClassName().startsWith("worker.java.")) continue;
            while (i > 0 && trace[i - 1].getClassName().contains(".reflect.")) i--;
            t.setStackTrace(Arrays.copyOf(trace, i));
            break;
        }
        cut(t.getCause(), seen);
        for (Throwable suppressed : t.getSuppressed()) cut(suppressed, seen);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }

    /// The two a handler may have, and what they make of one invocation.
    static final class Pair {
        final UserFunction event;
        final UserFunction context;
        private Map<String, Object> contextValues = Map.of();

        private Pair(UserFunction event, UserFunction context) {
            this.event = event;
            this.context = context;
        }

        static Pair load(Start start, ClassLoader loader) {
            return new Pair(start.eventFunction == null ? null : UserFunction.load("event", start.eventFunction, loader),
                    start.contextFunction == null ? null : UserFunction.load("context", start.contextFunction, loader));
        }

        /// Gives the invocation the event that the event function made of it, and keeps the context function's values.
        void apply(InvocationRequest invocation, RuntimeApi api) throws IOException {
            if (event == null && context == null) return;
            byte[] json = api.request(invocation.getId());
            Map<String, Object> request = json == null ? null : Json.read(json);
            if (event != null && request != null) {
                Map<String, Object> made = event.call(Json.read(invocation.getContent()), request);
                if (made == null) throw new IllegalStateException(event.title + " returned null in place of an event");
                invocation.setContent(Json.write(made));
            }
            if (context == null) return;
            Map<String, Object> values = context.call(Json.read(invocation.getContent()), request);
            contextValues = values == null ? Map.of() : values;
        }

        Map<String, Object> contextValues() {
            return contextValues;
        }
    }

    /// JSON with the runtime's own Jackson, except that a null stays: a handler must find it where it would without a function.
    static final class Json {
        private static final ObjectMapper MAPPER = JacksonFactory.getInstance().getMapper().copy().setSerializationInclusion(Include.ALWAYS);

        private Json() {}

        /// @return null for what is no JSON object: functions see objects only
        @SuppressWarnings("unchecked")
        static Map<String, Object> read(byte[] json) {
            try {
                Object value = MAPPER.readValue(json, Object.class);
                return value instanceof Map ? (Map<String, Object>) value : null;
            } catch (IOException e) {
                return null; // the handler's own deserialization says what is wrong with it
            }
        }

        static byte[] write(Object value) throws IOException {
            return MAPPER.writeValueAsBytes(value);
        }

        static String text(Object value) {
            try {
                return value == null || value instanceof String ? (String) value : MAPPER.writeValueAsString(value);
            } catch (IOException e) {
                throw new IllegalArgumentException("a context function returned what cannot be written as JSON: " + value.getClass().getName(), e);
            }
        }
    }

    /// A Context that answers with the user's values where there are any. Values that none of its getters stands for are found in
    /// `getClientContext().getCustom()`.
    static final class ShapedContext implements Context, ClientContext {
        private static final Map<String, Class<?>> GETTERS = Map.ofEntries(
                Map.entry("awsRequestId", String.class), Map.entry("logGroupName", String.class), Map.entry("logStreamName", String.class),
                Map.entry("functionName", String.class), Map.entry("functionVersion", String.class), Map.entry("invokedFunctionArn", String.class),
                Map.entry("tenantId", String.class), Map.entry("xrayTraceId", String.class),
                Map.entry("remainingTimeInMillis", Number.class), Map.entry("memoryLimitInMB", Number.class),
                Map.entry("identity", CognitoIdentity.class), Map.entry("clientContext", ClientContext.class), Map.entry("logger", LambdaLogger.class));

        private final Context original;
        private final Map<String, Object> replaced = new LinkedHashMap<>();
        private final Map<String, String> custom = new LinkedHashMap<>();

        private ShapedContext(Context original) {
            this.original = original;
        }

        /// @param values by the name of a getter's property (`functionName`, or `getFunctionName`) or any other name
        static Context of(Context original, Map<String, Object> values) {
            ShapedContext shaped = new ShapedContext(original);
            values.forEach(shaped::put);
            return shaped;
        }

        private void put(String key, Object value) {
            String property = key.startsWith("get") && key.length() > 3 ? Character.toLowerCase(key.charAt(3)) + key.substring(4) : key;
            Class<?> type = GETTERS.get(property);
            if (type == null) {
                custom.put(key, UserFunction.Json.text(value));
            } else if (value == null || type.isInstance(value)) {
                replaced.put(property, value);
            } else {
                throw new IllegalArgumentException("the context function returned " + key + " = " + value + " (" + value.getClass().getName()
                        + "); it must be a " + type.getSimpleName());
            }
        }

        private String text(String property, String otherwise) {
            return (String) replaced.getOrDefault(property, otherwise);
        }

        private int number(String property, int otherwise) {
            Number number = (Number) replaced.get(property);
            return number == null ? otherwise : number.intValue();
        }

        @Override
        public String getAwsRequestId() {
            return text("awsRequestId", original.getAwsRequestId());
        }

        @Override
        public String getLogGroupName() {
            return text("logGroupName", original.getLogGroupName());
        }

        @Override
        public String getLogStreamName() {
            return text("logStreamName", original.getLogStreamName());
        }

        @Override
        public String getFunctionName() {
            return text("functionName", original.getFunctionName());
        }

        @Override
        public String getFunctionVersion() {
            return text("functionVersion", original.getFunctionVersion());
        }

        @Override
        public String getInvokedFunctionArn() {
            return text("invokedFunctionArn", original.getInvokedFunctionArn());
        }

        @Override
        public String getTenantId() {
            return text("tenantId", original.getTenantId());
        }

        @Override
        public String getXrayTraceId() {
            return text("xrayTraceId", original.getXrayTraceId());
        }

        @Override
        public int getRemainingTimeInMillis() {
            return number("remainingTimeInMillis", original.getRemainingTimeInMillis());
        }

        @Override
        public int getMemoryLimitInMB() {
            return number("memoryLimitInMB", original.getMemoryLimitInMB());
        }

        @Override
        public CognitoIdentity getIdentity() {
            return (CognitoIdentity) replaced.getOrDefault("identity", original.getIdentity());
        }

        @Override
        public LambdaLogger getLogger() {
            return (LambdaLogger) replaced.getOrDefault("logger", original.getLogger());
        }

        @Override
        public ClientContext getClientContext() {
            return custom.isEmpty() ? clientContext() : this;
        }

        private ClientContext clientContext() {
            return (ClientContext) replaced.getOrDefault("clientContext", original.getClientContext());
        }

        // --- the client context ---

        @Override
        public Client getClient() {
            return clientContext() == null ? null : clientContext().getClient();
        }

        @Override
        public Map<String, String> getCustom() {
            Map<String, String> all = new LinkedHashMap<>();
            if (clientContext() != null && clientContext().getCustom() != null) all.putAll(clientContext().getCustom());
            all.putAll(custom);
            return all;
        }

        @Override
        public Map<String, String> getEnvironment() {
            return clientContext() == null ? null : clientContext().getEnvironment();
        }
    }
}
