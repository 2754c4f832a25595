package smyth.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import smyth.config.Config;
import smyth.config.Function;

/// The environment variables of a worker: the function's own, else the shell's, else Lambda's defaults; what names the
/// function is always Lambda's. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
final class WorkerVariables {
    private static final int DEFAULT_MEMORY = 128;
    /// What opens the developer's own AWS account to an SDK or to the AWS CLI: keys and tokens, and the names of
    /// profiles, files and folders that hold some. A name that ends in `_` means all that begin with it.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
    private static final Set<String> CREDENTIALS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_BEARER_TOKEN_",
            "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SECURITY_TOKEN", // older SDKs
            "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_CREDENTIAL_PROFILES_FILE", "AWS_CREDENTIAL_FILE", "AWS_LOGIN_CACHE_DIRECTORY",
            "AWS_CONTAINER_", "AWS_WEB_IDENTITY_", "AWS_ROLE_");
    /// Lambda's own of a Smyth that runs in a worker of another one, or in Lambda.
    private static final Set<String> FOREIGN = Set.of("_LAMBDA_TELEMETRY_LOG_FD", "_X_AMZN_TRACE_ID",
            "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API");

    private WorkerVariables() {}

    /// @param shell        our own environment
    /// @param runtime      `java21`; "" for `provided`, which has no AWS_EXECUTION_ENV
    /// @param endpoint     Smyth's own address
    static Map<String, String> of(Config config, Function function, String runtime, String endpoint,
            Map<String, String> shell) {
        var variables = new LinkedHashMap<>(defaults(config));
        shell.forEach((name, value) -> {
            if (FOREIGN.contains(name) || !config.inheritCredentials() && isCredential(name)) return;
            variables.put(name, value);
        });
        variables.putAll(identity(config, function, runtime));
        variables.put("AWS_ENDPOINT_URL_LAMBDA", endpoint);
        if (!config.inheritCredentials()) variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.putAll(function.execution().env());
        return variables;
    }

    private static Map<String, String> defaults(Config config) {
        var defaults = new LinkedHashMap<String, String>();
        if (!config.inheritCredentials()) {
            defaults.put("AWS_ACCESS_KEY_ID", "000000000000");
            defaults.put("AWS_SECRET_ACCESS_KEY", "test");
            defaults.put("AWS_SESSION_TOKEN", "test");
        }
        defaults.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        defaults.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
        defaults.put("LANG", "en_US.UTF-8");
        return defaults;
    }

    private static Map<String, String> identity(Config config, Function function, String runtime) {
        var identity = new LinkedHashMap<String, String>();
        identity.put("_HANDLER", function.code().handler());
        identity.put("AWS_REGION", config.region());
        identity.put("AWS_DEFAULT_REGION", config.region());
        identity.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        identity.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        identity.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memorySize(function)));
        identity.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        identity.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        identity.put("LAMBDA_TASK_ROOT", config.folder().toString());
        identity.put("TZ", ":UTC");
        if (!runtime.isEmpty()) identity.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime);
        return identity;
    }

    /// MB, as the function sees it.
    static int memorySize(Function function) {
        return function.execution().memory().orElse(DEFAULT_MEMORY);
    }

    /// Whether the shell has credentials that workers do not get.
    static boolean withheld(Config config, Map<String, String> shell) {
        return !config.inheritCredentials()
                && shell.keySet().stream().anyMatch(WorkerVariables::isCredential);
    }

    private static boolean isCredential(String name) {
        return CREDENTIALS.contains(name)
                || CREDENTIALS.stream().anyMatch(kind -> kind.endsWith("_") && name.startsWith(kind));
    }
}
