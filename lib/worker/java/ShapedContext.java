package worker.java;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.LinkedHashMap;
import java.util.Map;

/// A Context that answers with the user's values if there are any. Values without a getter are in
/// `getClientContext().getCustom()`.
final class ShapedContext implements Context, ClientContext {
    private static final Map<String, Class<?>> GETTERS = Map.ofEntries(
            Map.entry("awsRequestId", String.class), Map.entry("logGroupName", String.class),
            Map.entry("logStreamName", String.class),
            Map.entry("functionName", String.class), Map.entry("functionVersion", String.class),
            Map.entry("invokedFunctionArn", String.class),
            Map.entry("tenantId", String.class), Map.entry("xrayTraceId", String.class),
            Map.entry("remainingTimeInMillis", Number.class), Map.entry("memoryLimitInMB", Number.class),
            Map.entry("identity", CognitoIdentity.class), Map.entry("clientContext", ClientContext.class),
            Map.entry("logger", LambdaLogger.class));

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
        String property = key.startsWith("get") && key.length() > 3
                ? Character.toLowerCase(key.charAt(3)) + key.substring(4)
                : key;
        Class<?> type = GETTERS.get(property);
        if (type == null) {
            custom.put(key, Json.text(value));
        } else if (value == null || type.isInstance(value)) {
            replaced.put(property, value);
        } else {
            throw new IllegalArgumentException(
                    "the context function returned " + key + " = " + value + " (" + value.getClass().getName()
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
