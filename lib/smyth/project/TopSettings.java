package smyth.project;

import java.util.List;
import java.util.Map;
import smyth.config.LogLevel;
import smyth.tree.Node;
import smyth.tree.Words;

/// The settings at the top level of a configuration, in the order in which they are documented.
public final class TopSettings {
    static final String REGION_PATTERN = "[a-z]{2,}(-[a-z]+)+-[0-9]+";

    static final Setting<String> HOST = Setting.of("host", Kind.string(), "127.0.0.1",
            "the address to listen on; with any other than loopback, Smyth warns that everyone who reaches it can run "
                    + "your handlers");
    static final Setting<Integer> PORT = Setting.of("port", Kind.whole(0, 65535), 8080L,
            "the port to listen on; with 0 Smyth takes a free one, which the ready line shows");
    static final Setting<LogLevel> LOG_LEVEL = Setting.of("log_level", ExecutionKinds.logLevel(), "INFO",
            "the level of Smyth's own log");
    static final Setting<String> SMYTH_PATH_PREFIX = Setting.of("smyth_path_prefix",
            Kind.string("string", Map.of(), TopSettings::isPath), "/smyth",
            "the path under which Smyth's own pages are");
    static final Setting<String> ERRORS = Setting.of("errors",
            Kind.oneOf(List.of("detailed", "aws"), name -> name), "detailed",
            "what a client gets when a handler fails: AWS's status with errorType, errorMessage, stackTrace and "
                    + "requestId in the body, or exactly AWS's body");
    static final Setting<String> REGION = Setting.described("region",
            Kind.matching("string", REGION_PATTERN, "a region such as \"eu-central-1\""),
            "the shell's `AWS_REGION` or `AWS_DEFAULT_REGION`, else `\"eu-central-1\"`",
            "the region in `AWS_REGION`, ARNs and domain names");
    static final Setting<String> ACCOUNT_ID = Setting.of("account_id",
            Kind.matching("12 digits in quotes", "[0-9]{12}", "an account id of 12 digits in quotes"), "000000000000",
            "the account in ARNs and events");
    static final Setting<Boolean> INHERIT_CREDENTIALS = Setting.of("inherit_credentials", Kind.flag(), false,
            "whether handlers get the AWS credentials of your shell ([environment.md](environment.md))");
    static final Setting<List<String>> ALLOWED_HOSTS = Setting.described("allowed_hosts", Kind.strings(),
            "`[]`",
            "further names under which Smyth's own pages and the Lambda API answer, besides IP addresses, localhost, "
                    + "this machine's name and `host`; routes of handlers answer under any name");
    static final Setting<Node.Table> ENV = Setting.described("env", Kind.variables(), "`{}`",
            "environment variables of every handler");
    static final Setting<String> ENV_FILE = Setting.described("env_file", Kind.string(),
            "`\".env\"`, if there is one",
            "a file of environment variables, weaker than every `env`; relative to the configuration");
    static final Setting<Node.Table> HANDLERS = Setting.described("handlers",
            Kind.table("table", () -> Map.of("minProperties", 1, "propertyNames",
                    Map.of("pattern", "^" + FunctionNames.PATTERN + "$"), "additionalProperties",
                    Schema.of(HandlerSettings.ALL, List.of()))),
            "at least one, unless there is a template",
            "a table `[handlers.NAME]` for each handler; NAME is the function's name: up to 64 letters, digits, "
                    + "hyphens and underscores");

    static final Setting<Node.Table> APIS = Setting.described("apis",
            Kind.table("table", () -> Map.of("additionalProperties", Schema.of(ApiSettings.ALL, List.of()))), "none",
            "a table [`[apis.NAME]`](#apis) for each API, with what its routes share");
    static final Setting<String> TEMPLATE = Setting.described("template", Kind.string(),
            "`template.yaml`, `.yml` or `.json` beside the configuration, where handlers are missing",
            "the SAM or CloudFormation template to serve, which the settings of `[handlers.NAME]` override "
                    + "([projects.md](projects.md))");
    static final Setting<String> STACK = Setting.described("stack", Kind.string(), "the folder's name",
            "the stack's name, `AWS::StackName` in a template");
    static final Setting<String> ENVIRONMENT = Setting.described("environment", Kind.string(), "`\"default\"`",
            "the environment of `samconfig.toml` that counts");
    static final Setting<Node.Table> PARAMETERS = Setting.described("parameters", Kind.variables(), "`{}`",
            "values of the template's parameters, stronger than those of `samconfig.toml`");
    static final Setting<Node.Table> UNKNOWN = Setting.described("unknown", Kind.variables(), "`{}`",
            "values that only AWS knows, by the names that `smyth check` lists: "
                    + "`{ \"Orders.StreamArn\" = \"arn:…\" }`");

    public static final List<Setting<?>> ALL = List.of(HOST, PORT, LOG_LEVEL, SMYTH_PATH_PREFIX, ERRORS,
            REGION, ACCOUNT_ID, INHERIT_CREDENTIALS, ALLOWED_HOSTS, ENV, ENV_FILE,
            TEMPLATE, STACK, ENVIRONMENT, PARAMETERS, UNKNOWN, APIS, HANDLERS);

    private TopSettings() {}

    /// The JSON schema of `smyth.toml`, made of maps, lists, strings and numbers.
    public static Map<String, Object> schema() {
        return Schema.of(ALL, List.of());
    }

    private static boolean isPath(String text, Location location) {
        boolean good = text.matches("[A-Za-z0-9/._~-]+");
        if (!good) location.problem(Words.quoted(text) + " is not a path; write one such as /smyth");
        return good;
    }
}
