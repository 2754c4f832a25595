package smyth.cli;

import java.io.PrintStream;
import java.util.Map;
import smyth.config.Config;
import smyth.config.FunctionConfig;
import smyth.config.LogLevel;
import smyth.runtime.Runtimes;

/// What Smyth says when it starts: what is served, under which address, and a curl line that works.
final class Banner {
    private Banner() {}

    static void print(PrintStream err, Style style, Config config, String url, Map<String, String> shell) {
        for (var note : config.notes()) err.println("  " + style.yellow(Printable.lines(note)));
        if (!isLoopback(config.host()))
            err.println("  " + style.yellow("listening on " + config.host()
                    + ": whoever reaches this machine can run your handlers; host = \"127.0.0.1\" keeps them to "
                    + "yourself"));
        if (Runtimes.withholdsCredentials(config, shell))
            err.println("  " + style.faint(
                    "handlers do not get the AWS credentials of this shell; inherit_credentials = true gives them"));
        if (config.logLevel().compareTo(LogLevel.INFO) > 0) return;
        config.file().ifPresent(file -> err.println("  " + style.faint("config " + file)));
        var functions = config.functions();
        int methods = width(functions, Banner::methods), path = width(functions, Banner::path),
                name = width(functions, FunctionConfig::name);
        for (var function : functions)
            err.println("  " + pad(methods(function), methods) + "  " + pad(Printable.line(path(function)), path) + "  "
                    + style.bold(pad(Printable.line(function.name()), name)) + "  "
                    + Printable.line(function.handlerPath()));
        functions.stream().filter(function -> function.path().isPresent()).findFirst()
                .ifPresent(
                        function -> err.println("  " + style.green("curl " + url + function.path().get().example())));
        err.flush();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private static String methods(FunctionConfig function) {
        return function.path().isEmpty() ? "-"
                : function.methods().isEmpty() ? "ANY"
                        : String.join(",", function.methods().stream().sorted().toList());
    }

    private static String path(FunctionConfig function) {
        return function.path().map(Object::toString).orElse("by name");
    }

    private static int width(java.util.List<FunctionConfig> functions,
            java.util.function.Function<FunctionConfig, String> column) {
        return functions.stream().mapToInt(function -> column.apply(function).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
