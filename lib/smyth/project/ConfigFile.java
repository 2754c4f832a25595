package smyth.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static smyth.project.Settings.quoted;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlTable;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Debug;
import smyth.config.FunctionConfig;
import smyth.config.LogLevel;
import smyth.config.Problem;
import smyth.config.Strategy;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;

/// A configuration file on its way to a [Config]: every setting, its default, and what can be wrong with it.
final class ConfigFile {
    private static final Pattern FUNCTION_NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}"); // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    private static final Pattern HANDLER = Pattern.compile("[^\\s:]+(::[^\\s:]+)?");
    private static final Pattern RUNTIME = Pattern
            .compile("java(11|17|21|25)|python3\\.\\d+|nodejs\\d+\\.x|provided(\\.al2|\\.al2023)?");
    private static final List<String> RUNTIMES = List.of("java11", "java17", "java21", "java25", "python3.12",
            "python3.13", "nodejs22.x", "nodejs24.x", "provided");
    private static final List<String> METHODS = List.of("ANY", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
            "OPTIONS");
    private static final String REGION = "[a-z]{2,}(-[a-z]+)+-[0-9]+";
    private static final Pattern ADDRESS = Pattern
            .compile(".+:([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])");
    private static final Map<String, PayloadFormat> FORMATS = new LinkedHashMap<>();
    // a worker would call elsewhere, or load something else
    private static final Set<String> SET_BY_SMYTH = Set.of("AWS_LAMBDA_RUNTIME_API", "_HANDLER");
    private static final Pattern RESERVED = Pattern
            .compile("_X_AMZN_TRACE_ID|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|LAMBDA_(TASK_ROOT|RUNTIME_DIR)");
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected '.*?[\\p{L}\\p{N}].*?'(?=, expected|$)",
            Pattern.DOTALL);

    static {
        for (var format : PayloadFormat.values()) FORMATS.put(format.setting(), format);
    }

    // Python Smyth's names for what is built in.
    private static final String HTTP_EVENT = "smyth.event.generate_api_gw_v2_event_data";
    private static final String DIRECT_EVENT = "smyth.event.generate_lambda_invocation_event_data";
    private static final String CONTEXT = "smyth.context.generate_context_data";
    private static final String STRATEGIES = "smyth.runner.strategy.";

    private final Path file;
    private final Path folder;
    private final Optional<Path> envFile;
    private final Map<String, String> shell;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> notes;
    private final Set<Path> readFrom = new LinkedHashSet<>();

    /// @param file    what is read, or where it would be read
    /// @param envFile read in place of every other `.env` file
    /// @param shell   for what the file leaves open
    ConfigFile(Path file, Optional<Path> envFile, Map<String, String> shell, List<String> notes) {
        this.file = file;
        this.folder = file.getParent();
        this.envFile = envFile;
        this.shell = shell;
        this.notes = new LinkedHashSet<>(notes);
    }

    /// The configuration that `text` means.
    Config read(String text) throws ConfigException {
        var toml = Toml.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        for (var error : toml.errors()) problems.add(new Problem(error.position().line(), "",
                "column " + error.position().column() + ": " + withoutValues(error.getMessage())));
        throwProblems();
        boolean python = ConfigReader.isPyproject(file);
        if (python && !(toml.get("tool.smyth") instanceof TomlTable))
            problems.add(new Problem(0, "tool.smyth", "this table is missing; smyth init writes a smyth.toml"));
        throwProblems();
        readFrom.add(file);
        var config = config(new Settings(python ? toml.getTable("tool.smyth") : toml, "", 0, problems));
        throwProblems();
        return config;
    }

    // The parser shows what it stumbled over, and that may be half a secret.
    private static String withoutValues(String message) {
        return UNEXPECTED.matcher(message).replaceFirst("Unexpected text");
    }

    private void throwProblems() throws ConfigException {
        if (problems.isEmpty()) return;
        problems.sort(Comparator.comparingInt(Problem::line));
        throw new ConfigException(ConfigReader.shown(file), problems);
    }

    private Config config(Settings top) {
        var host = top.text("host").orElse("127.0.0.1");
        int port = top.whole("port", 0, 65535).orElse(8080);
        var logLevel = logLevel(top);
        var prefix = prefix(top);
        boolean detailed = top.oneOf("errors", List.of("detailed", "aws")).orElse("detailed").equals("detailed");
        var region = matching(top, "region", REGION, "a region such as \"eu-central-1\"").or(this::shellsRegion)
                .orElse("eu-central-1");
        var account = matching(top, "account_id", "[0-9]{12}", "an account id of 12 digits in quotes")
                .orElse("000000000000");
        boolean inherit = top.flag("inherit_credentials");
        var hosts = Set.copyOf(top.texts("allowed_hosts"));
        var functions = functions(top, variables(top), sharedEnvFile(top));
        noteHiddenRoutes(functions);
        return new Config(folder, Optional.of(file).filter(path -> path.toString().endsWith(".toml")), host, port,
                logLevel, prefix, detailed, region, account, inherit, hosts, functions, List.copyOf(readFrom),
                List.copyOf(notes));
    }

    private List<FunctionConfig> functions(Settings top, Map<String, String> env, Map<String, String> envFile) {
        var handlers = top.table("handlers");
        if (!top.has("handlers")) problems.add(new Problem(0, "handlers",
                "there is no handler; add a table [handlers.NAME] with a handler_path, or type smyth init"));
        checkNames(handlers);
        var functions = new ArrayList<FunctionConfig>();
        var keys = new HashSet<String>();
        for (var name : handlers.keys()) {
            var settings = handlers.table(name);
            functions.add(function(name, settings, env, envFile));
            settings.refuseOthers(top.asked(), "at the top of the file, before every table");
            keys.addAll(settings.asked());
        }
        top.refuseOthers(keys, "in the table of a handler, [handlers.NAME]");
        return functions;
    }

    private FunctionConfig function(String name, Settings settings, Map<String, String> sharedEnv,
            Map<String, String> sharedEnvFile) {
        var handler = settings.text("handler_path");
        var runtime = runtime(settings);
        var command = settings.texts("command");
        var path = settings.text("url_path").flatMap(text -> pattern(settings, text));
        var format = settings.oneOf("event", FORMATS.keySet()).map(FORMATS::get);
        var event = dotted(settings, "event_data_function_path", List.of(HTTP_EVENT, DIRECT_EVENT));
        var context = dotted(settings, "context_data_function_path", List.of(CONTEXT));
        int concurrency = settings.whole("concurrency", 1, 1000).orElse(1);
        var debug = debug(settings);
        checkHandler(settings, handler, runtime);
        if (concurrency > 1 && settings.has("command") && command.isEmpty())
            settings.problem("concurrency", "command = [] awaits one function that you start, and concurrency is "
                    + concurrency + "; leave it out");
        checkEvent(settings, format, event);
        if (concurrency > 1 && debug instanceof Debug.Port(int port)) settings.problem("debug",
                "port " + port + " serves one worker, and concurrency is " + concurrency + "; write true");
        // In Python Smyth's guide, and without effect there as well.
        if (settings.has("fake_coldstart")) settings.flag("fake_coldstart");
        if (settings.has("command")) runtime = runtime.or(() -> Optional.of("provided"));
        // One port, and one IDE that listens, serve one worker at a time.
        int reserve = settings.whole("reserve", 0, 1).orElse(1);
        if (debug instanceof Debug.Port || debug instanceof Debug.ConnectTo) reserve = 0;
        return new FunctionConfig(name, handler.orElse(""), runtime, path, methods(settings),
                format.orElse(PayloadFormat.HTTP_API), timeout(settings), logLevel(settings),
                concurrency, strategy(settings), settings.whole("memory_size", 128, 10240), source(settings),
                settings.textOrTexts("classpath"), settings.text("build"), command,
                event.filter(own -> !own.equals(HTTP_EVENT) && !own.equals(DIRECT_EVENT)),
                context.filter(own -> !own.equals(CONTEXT)), event.filter(DIRECT_EVENT::equals).isPresent(),
                env(name, settings, sharedEnv, sharedEnvFile), settings.texts("jvm_options"), debug, reserve);
    }

    // --- settings of their own kind ---

    private LogLevel logLevel(Settings settings) {
        return settings.oneOf("log_level", Stream.of(LogLevel.values()).map(LogLevel::name).toList())
                .map(LogLevel::valueOf).orElse(LogLevel.INFO);
    }

    private static String prefix(Settings top) {
        var prefix = top.text("smyth_path_prefix").orElse("/smyth");
        if (!prefix.matches("[A-Za-z0-9/._~-]+"))
            top.problem("smyth_path_prefix", quoted(prefix) + " is not a path; write one such as /smyth");
        return ("/" + prefix).replaceAll("/+", "/").replaceAll("/$", "");
    }

    private static Optional<String> matching(Settings settings, String key, String pattern, String expected) {
        return settings.get(key, expected, value -> value instanceof String text && text.matches(pattern))
                .map(String.class::cast);
    }

    /// In the order in which AWS's SDKs look.
    private Optional<String> shellsRegion() {
        return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION").map(shell::get)
                .filter(region -> region != null && region.matches(REGION)).findFirst();
    }

    private static Duration timeout(Settings settings) {
        return settings.amount("timeout", "seconds", 900)
                .map(seconds -> Duration.ofMillis(Math.max(1, Math.round(seconds * 1000))))
                .orElse(Duration.ofSeconds(900));
    }

    private static Optional<String> runtime(Settings settings) {
        return settings.text("runtime").filter(runtime -> {
            boolean known = RUNTIME.matcher(runtime).matches();
            if (!known) settings.problem("runtime", quoted(runtime)
                    + " is no runtime that Smyth knows; there are java11, java17, java21, java25, python3.x, "
                    + "nodejs22.x, provided"
                    + Settings.didYouMean(runtime, RUNTIMES));
            return known;
        });
    }

    private static Optional<PathPattern> pattern(Settings settings, String text) {
        try {
            return Optional.of(PathPattern.parse(text));
        } catch (IllegalArgumentException e) {
            settings.problem("url_path", e.getMessage());
            return Optional.empty();
        }
    }

    private static Set<String> methods(Settings settings) {
        var methods = new LinkedHashSet<String>();
        for (var method : settings.texts("methods")) {
            if (METHODS.contains(method.toUpperCase(Locale.ROOT))) methods.add(method.toUpperCase(Locale.ROOT));
            else settings.problem("methods", quoted(method) + " is none of " + String.join(", ", METHODS)
                    + Settings.didYouMean(method, METHODS));
        }
        return methods.contains("ANY") ? Set.of() : methods;
    }

    /// One of Python Smyth's built-in names, or a function of the user's own.
    private static Optional<String> dotted(Settings settings, String key, List<String> builtIn) {
        return settings.text(key).filter(name -> {
            boolean good = builtIn.contains(name) || !name.startsWith("smyth.") && name.matches("\\S+");
            if (!good)
                settings.problem(key, quoted(name) + " is not built in; there is " + String.join(" and ", builtIn));
            return good;
        });
    }

    private static Strategy strategy(Settings settings) {
        if (settings.has("strategy_generator_path") && settings.has("strategy_function_path"))
            settings.problem("strategy_function_path",
                    "is another name of strategy_generator_path; leave one of them out");
        var written = Stream.of("strategy_generator_path", "strategy_function_path")
                .flatMap(key -> settings.text(key).flatMap(name -> strategy(settings, key, name)).stream()).toList();
        return written.isEmpty() ? Strategy.FIRST_WARM : written.getFirst();
    }

    private static Optional<Strategy> strategy(Settings settings, String key, String name) {
        for (var strategy : Strategy.values()) {
            var plain = strategy.name().toLowerCase(Locale.ROOT);
            if (name.equals(plain) || name.equals(STRATEGIES + plain)) return Optional.of(strategy);
        }
        settings.problem(key, quoted(name) + " is not built in; write " + STRATEGIES + "first_warm or " + STRATEGIES
                + "round_robin"
                + ", or start Smyth from code of your own (a custom entry point) and give it a DispatchStrategy");
        return Optional.empty();
    }

    private static Debug debug(Settings settings) {
        var value = settings.get("debug", "true, a port, or \"host:port\" of an IDE that listens",
                debug -> debug instanceof Boolean
                        || debug instanceof Long port && port >= 1 && port <= 65535
                        || debug instanceof String text && ADDRESS.matcher(text).matches());
        return switch (value.orElse(false)) {
            case Long port -> new Debug.Port(port.intValue());
            case String address -> new Debug.ConnectTo(address.substring(0, address.lastIndexOf(':')),
                    Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
            case Object on -> on.equals(true) ? new Debug.AnyPort() : new Debug.Off();
        };
    }

    private List<Path> source(Settings settings) {
        var paths = new ArrayList<Path>();
        for (var text : settings.textOrTexts("source")) {
            try {
                var path = folder.resolve(text).normalize();
                if (!Files.exists(path)) settings.problem("source", quoted(text) + " does not exist in " + folder);
                paths.add(path);
            } catch (InvalidPathException e) {
                settings.problem("source", quoted(text) + " is no path: " + e.getReason());
            }
        }
        return paths;
    }

    // --- settings that must fit together ---

    private static void checkHandler(Settings settings, Optional<String> handler, Optional<String> runtime) {
        boolean hasCommand = settings.has("command");
        if (!hasCommand && !settings.has("handler_path")) settings.problem("handler_path",
                "is missing; write the handler as AWS does, such as shop.OrderHandler or shop.OrderHandler::handle");
        handler.filter(path -> !HANDLER.matcher(path).matches()).ifPresent(path -> settings.problem("handler_path",
                quoted(path)
                        + " is no handler; write one as AWS does, such as shop.OrderHandler or "
                        + "shop.OrderHandler::handle"));
        handler.filter(path -> path.endsWith(".java")).ifPresent(path -> settings.problem("handler_path",
                quoted(path) + " is a file; write the class, such as " + path.replaceAll(".*[/\\\\]|\\.java$", "")
                        + ", with its package"));
        boolean provided = runtime.map(spelling -> spelling.startsWith("provided")).orElse(hasCommand);
        if (hasCommand && !provided)
            settings.problem("command", "goes with runtime = \"provided\", not with " + quoted(runtime.orElseThrow()));
        if (provided && !hasCommand) settings.problem("command", "is missing; with runtime = "
                + quoted(runtime.orElseThrow()) + " it is the worker's command line, a list of texts");
        for (var key : List.of("event_data_function_path", "context_data_function_path"))
            if (provided && settings.has(key))
                settings.problem(key, "cannot be called in a runtime of your own; leave it out");
    }

    private static void checkEvent(Settings settings, Optional<PayloadFormat> format, Optional<String> event) {
        if (event.filter(HTTP_EVENT::equals).isPresent()
                && format.filter(chosen -> chosen != PayloadFormat.HTTP_API).isPresent())
            settings.problem("event_data_function_path", quoted(HTTP_EVENT) + " makes http-api events, but event is "
                    + quoted(format.get().setting()) + "; leave one of them out");
    }

    private static void checkNames(Settings handlers) {
        var seen = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var name : handlers.keys()) {
            if (!FUNCTION_NAME.matcher(name).matches()) handlers.problem(name,
                    quoted(name) + " is no function name on AWS; use up to 64 letters, digits, - and _");
            var other = seen.putIfAbsent(name, name);
            if (other != null) handlers.problem(name,
                    "differs from handlers." + other + " in upper and lower case only; rename one of them");
        }
    }

    private void noteHiddenRoutes(List<FunctionConfig> functions) {
        for (int i = 0; i < functions.size(); i++) {
            var function = functions.get(i);
            functions.subList(0, i).stream().filter(earlier -> earlier.path().isPresent()
                    && earlier.path().equals(function.path())
                    && (earlier.methods().isEmpty()
                            || !function.methods().isEmpty() && earlier.methods().containsAll(function.methods())))
                    .findFirst()
                    .ifPresent(
                            earlier -> notes.add("handlers." + function.name() + " is reached by name only: handlers."
                                    + earlier.name() + " comes first and has the same url_path"));
        }
    }

    // --- environment variables ---

    private Map<String, String> env(String name, Settings settings, Map<String, String> shared,
            Map<String, String> sharedEnvFile) {
        var ownEnvFile = settings.text("env_file").filter(_ -> envFile.isEmpty())
                .map(text -> envFile(folder.resolve(text), message -> settings.problem("env_file", message)));
        var env = new LinkedHashMap<>(ownEnvFile.orElse(sharedEnvFile));
        env.putAll(shared);
        env.putAll(variables(settings));
        int bytes = env.entrySet().stream()
                .mapToInt(entry -> entry.getKey().getBytes(UTF_8).length + entry.getValue().getBytes(UTF_8).length)
                .sum();
        if (bytes > 4096)
            notes.add("handlers." + name + " has " + bytes + " bytes of environment variables; AWS takes 4096");
        return env;
    }

    private Map<String, String> sharedEnvFile(Settings top) {
        var written = top.text("env_file");
        if (envFile.isPresent())
            return envFile(envFile.get(), message -> problems.add(new Problem(0, "--env-file", message)));
        if (written.isPresent())
            return envFile(folder.resolve(written.get()), message -> top.problem("env_file", message));
        var path = folder.resolve(".env");
        readFrom.add(path);
        return Files.isRegularFile(path) ? envFile(path, message -> problems.add(new Problem(0, "env_file", message)))
                : Map.of();
    }

    private Map<String, String> envFile(Path path, Consumer<String> problem) {
        var shown = ConfigReader.shown(path);
        readFrom.add(path.normalize());
        var foreign = ConfigReader.foreign(path, folder);
        foreign.ifPresent(problem);
        if (foreign.isPresent()) return Map.of();
        try {
            var read = EnvFile.parse(Files.readString(path));
            read.problems().forEach(message -> problem.accept(shown + ": " + message));
            read.values().keySet()
                    .forEach(name -> check(name, message -> problem.accept(shown + ": " + name + " " + message)));
            return read.values();
        } catch (NoSuchFileException _) {
            problem.accept(shown + " does not exist");
        } catch (CharacterCodingException _) {
            problem.accept(shown + " is not UTF-8");
        } catch (IOException e) {
            problem.accept(shown + " cannot be read: " + e.getMessage());
        }
        return Map.of();
    }

    private Map<String, String> variables(Settings settings) {
        var variables = settings.variables("env");
        variables.keySet().forEach(name -> check(name, message -> settings.inner("env").problem(name, message)));
        return variables;
    }

    /// @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">what AWS refuses</a>
    private void check(String name, Consumer<String> problem) {
        if (SET_BY_SMYTH.contains(name)) problem.accept("is set by Smyth for every worker; leave it out");
        else if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*"))
            problem.accept("is no name of an environment variable; use letters, digits and _, a letter first");
        else if (!name.matches("[a-zA-Z][a-zA-Z0-9_]+") || RESERVED.matcher(name).matches())
            notes.add("AWS refuses an environment variable " + name + "; here it is set");
    }
}
