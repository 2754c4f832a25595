package smyth.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Debug;
import smyth.config.FunctionConfig;
import smyth.project.ConfigReader;

/// `smyth check [PATH]`: what is in force, or every problem at once. Starts nothing.
@CommandLine.Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false, synopsisHeading = "%n", optionListHeading = "%n", header = "Reads the configuration and prints what is in force, or every problem at once.", footer = "%nThe exit code is 2 when there are problems.")
final class Check implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "A folder, a configuration "
            + "file, or one handler source file. Default: the current folder.")
    private Path path;

    @Option(names = "--env-file", paramLabel = "F", description = "Read in place of every .env file of the "
            + "configuration.")
    private Optional<Path> envFile;

    @Option(names = "--json", description = "Print functions, handlers with file and line, and the problem if there is "
            + "one as JSON, for editors.")
    private boolean json;

    private final PrintStream out;
    private final PrintStream err;

    Check(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws ConfigException {
        if (json) return printJson();
        var config = ConfigReader.read(path, envFile, System.getenv());
        config.notes().forEach(note -> err.println("smyth: " + note));
        print(config.file().orElseGet(() -> config.functions().getFirst().source().getFirst()).toString(), top(config));
        for (var function : config.functions()) {
            out.println();
            print("[handlers." + function.name() + "]", settings(function));
        }
        return Command.OK;
    }

    private int printJson() {
        try {
            out.println(CheckJson.of(path, ConfigReader.read(path, envFile, System.getenv())));
            return Command.OK;
        } catch (ConfigException e) {
            out.println(CheckJson.problem(path, e.getMessage()));
            return Command.USAGE;
        }
    }

    private void print(String title, Map<String, String> settings) {
        int width = settings.keySet().stream().mapToInt(String::length).max().orElse(0);
        out.println(title);
        settings.forEach((key, value) -> out.println("  " + key + " ".repeat(width - key.length()) + "   " + value));
    }

    private static Map<String, String> top(Config config) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("host", config.host());
        settings.put("port", config.port() == 0 ? "a free one" : Integer.toString(config.port()));
        settings.put("log_level", config.logLevel().toString());
        settings.put("smyth_path_prefix", config.pathPrefix().isEmpty() ? "/" : config.pathPrefix());
        settings.put("errors", config.detailedErrors() ? "detailed" : "aws");
        settings.put("region", config.region());
        settings.put("account_id", config.accountId());
        settings.put("inherit_credentials", Boolean.toString(config.inheritCredentials()));
        settings.put("allowed_hosts", list(config.allowedHosts().stream().sorted().toList(), "none but our own"));
        return settings;
    }

    private static Map<String, String> settings(FunctionConfig function) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("handler_path", function.handlerPath());
        settings.put("url_path", function.path().map(Object::toString).orElse("none; reached by name"));
        settings.put("methods", list(function.methods().stream().sorted().toList(), "all"));
        settings.put("event", function.directEvents() ? "the request's body" : function.format().setting());
        settings.put("runtime", function.runtime().orElse("found from the project"));
        settings.put("timeout",
                BigDecimal.valueOf(function.timeout().toMillis(), 3).stripTrailingZeros().toPlainString() + " s");
        settings.put("concurrency", Integer.toString(function.concurrency()));
        settings.put("strategy", function.strategy().toString().toLowerCase(Locale.ROOT));
        settings.put("memory_size", function.memorySize().map(size -> size + " MB")
                .orElse("128 MB as AWS_LAMBDA_FUNCTION_MEMORY_SIZE; the heap is not limited by it"));
        settings.put("log_level", function.logLevel().toString());
        settings.put("source", list(function.source().stream().map(Path::toString).toList(), "found from the project"));
        settings.put("classpath", list(function.classpath(), "found from the project"));
        function.build().ifPresent(build -> settings.put("build", build));
        if (!function.command().isEmpty()) settings.put("command", String.join(" ", function.command()));
        function.eventFunction().ifPresent(name -> settings.put("event function", name));
        function.contextFunction().ifPresent(name -> settings.put("context function", name));
        if (!function.jvmOptions().isEmpty()) settings.put("jvm_options", String.join(" ", function.jvmOptions()));
        settings.put("debug", switch (function.debug()) {
            case Debug.Off() -> "off";
            case Debug.AnyPort() -> "on a free port";
            case Debug.Port(int port) -> "on port " + port;
            case Debug.ConnectTo(String host, int port) -> "connects to " + host + ":" + port;
        });
        settings.put("reserve", Integer.toString(function.reserve()));
        settings.put("env",
                function.env().isEmpty() ? "none"
                        : function.env().keySet().stream().sorted()
                                .collect(Collectors.joining(", ", "", " (values are not shown)")));
        return settings;
    }

    private static String list(List<String> values, String none) {
        return values.isEmpty() ? none : String.join(", ", values);
    }
}
