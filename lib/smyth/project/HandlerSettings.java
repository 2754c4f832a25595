package smyth.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import smyth.config.Debug;
import smyth.config.LogLevel;
import smyth.config.Strategy;
import smyth.tree.Node;

/// The settings of a handler, in the order in which they are documented; those of its only route are
/// [RouteSettings].
public final class HandlerSettings {
    // Python Smyth's names for what is built in.
    static final String HTTP_EVENT = "smyth.event.generate_api_gw_v2_event_data";
    static final String DIRECT_EVENT = "smyth.event.generate_lambda_invocation_event_data";
    static final String CONTEXT = "smyth.context.generate_context_data";

    static final Setting<String> HANDLER_PATH = Setting.described("handler_path", CodeKinds.handler(),
            "required",
            "the handler as AWS spells it (`shop.OrderHandler`, `shop.OrderHandler::handle`) or as Python Smyth does "
                    + "(`my_app.handlers.order_handler`)");
    static final Setting<List<Node.Table>> ROUTES = Setting.described("routes",
            Kind.tables(() -> Schema.of(RouteSettings.ALL, List.of(RouteSettings.URL_PATH.key()))), "none",
            "several routes, each a table `[[handlers.NAME.routes]]` ([Routes](#routes))");
    static final Setting<String> RUNTIME = Setting.described("runtime", CodeKinds.runtime(), "found",
            "`java11`, `java17`, `java21`, `java25`, `python3.x`, `nodejs22.x` or `provided`, as AWS spells them; "
                    + "by default found from `handler_path` and the project's files");
    static final Setting<Duration> TIMEOUT = Setting.of("timeout", ExecutionKinds.timeout(), 900L,
            "seconds after which Smyth ends an invocation; fractions are allowed");
    static final Setting<Integer> CONCURRENCY = Setting.of("concurrency", Kind.whole(1, 1000), 1L,
            "the number of execution environments at the same time; each is a process");
    static final Setting<Strategy> STRATEGY = Setting.of("strategy_generator_path",
            ExecutionKinds.strategy(), "first_warm",
            "which execution environment takes the next invocation; Python Smyth's names, which begin with "
                    + "`smyth.runner.strategy.`, work too");
    static final Setting<Strategy> STRATEGY_ALIAS = Setting.described("strategy_function_path",
            ExecutionKinds.strategy(), "", "another name for `strategy_generator_path`");
    static final Setting<String> EVENT_FUNCTION = Setting.described("event_data_function_path",
            CodeKinds.function(List.of(HTTP_EVENT, DIRECT_EVENT)), "built in",
            "a function of yours that makes the event of an HTTP request ([customizing.md](customizing.md)); with `"
                    + DIRECT_EVENT + "` the request's body is the event");
    static final Setting<String> CONTEXT_FUNCTION = Setting.described("context_data_function_path",
            CodeKinds.function(List.of(CONTEXT)), "built in",
            "a function of yours that changes the context ([customizing.md](customizing.md))");
    static final Setting<Integer> MEMORY_SIZE = Setting.described("memory_size", Kind.whole(128, 10240),
            "128 in the environment variable", "MB; limits the worker's heap only when it is set");
    static final Setting<LogLevel> LOG_LEVEL = Setting.of("log_level", ExecutionKinds.logLevel(), "INFO",
            "the log level of the handler's process");
    static final Setting<Node.Table> ENV = Setting.described("env", Kind.variables(), "`{}`",
            "environment variables of this handler, stronger than `env` at the top level");
    static final Setting<String> ENV_FILE = Setting.described("env_file", Kind.string(),
            "the one at the top level", "an env file of its own for this handler");
    static final Setting<List<String>> SOURCE = Setting.described("source", Kind.stringOrStrings(), "found",
            "source folders, or one file with JBang directives; relative to the configuration");
    static final Setting<String> PROJECT = Setting.described("project", Kind.string(),
            "the folder of the configuration",
            "the folder with the handler's code as it is on AWS, or with its `pom.xml` or `build.gradle`; workers run "
                    + "in it, and `classpath`, `build` and `command` start from it");
    static final Setting<List<String>> LAYERS = Setting.described("layers", Kind.stringOrStrings(), "none",
            "folders with what layers put into `/opt` (`python`, `nodejs/node_modules`, `java/lib`), or jars; relative "
                    + "to the configuration");
    static final Setting<List<String>> CLASSPATH = Setting.described("classpath", Kind.stringOrStrings(),
            "found", "folders and jars, globs allowed, instead of the class path that Smyth finds");
    static final Setting<String> BUILD = Setting.described("build", Kind.string(), "none",
            "a command to run after a change, such as `mvn -q compile` or `npx tsc` "
                    + "([Build commands](#build-commands)); in Java it replaces compiling");
    static final Setting<List<String>> COMMAND = Setting.described("command", Kind.strings(), "none",
            "the worker's command line, for `runtime = \"provided\"`: any program that speaks the Lambda Runtime API; "
                    + "with `[]` you start the function yourself ([Commands](#commands))");
    static final Setting<List<String>> JVM_OPTIONS = Setting.described("jvm_options", Kind.strings(), "`[]`",
            "options of the worker's JVM");
    static final Setting<Debug> DEBUG = Setting.of("debug", ExecutionKinds.debug(), false,
            "a debugger port for each worker, a fixed port, or the address of an IDE that listens");
    static final Setting<Integer> RESERVE = Setting.of("reserve", Kind.whole(0, 1), 1L,
            "workers kept booted from the function's first reload on, which makes the next reload short");
    static final Setting<Boolean> FAKE_COLDSTART = Setting.described("fake_coldstart", Kind.flag(),
            "`false`", "accepted for Python Smyth's configurations; has no effect");

    /// All but those of the routes.
    public static final List<Setting<?>> OWN = List.of(HANDLER_PATH, ROUTES, RUNTIME, TIMEOUT, CONCURRENCY,
            STRATEGY, STRATEGY_ALIAS, EVENT_FUNCTION, CONTEXT_FUNCTION, MEMORY_SIZE, LOG_LEVEL, ENV, ENV_FILE, PROJECT,
            SOURCE, CLASSPATH, LAYERS, BUILD, COMMAND, JVM_OPTIONS, DEBUG, RESERVE, FAKE_COLDSTART);

    /// What a table `[handlers.NAME]` may hold.
    static final List<Setting<?>> ALL = all();

    private HandlerSettings() {}

    /// Whether an event function is the built-in one that takes the request's body as the event.
    static boolean isDirect(String eventFunction) {
        return eventFunction.equals(DIRECT_EVENT);
    }

    private static List<Setting<?>> all() {
        var all = new ArrayList<Setting<?>>(OWN);
        all.addAll(1, RouteSettings.ALL);
        return List.copyOf(all);
    }
}
