package smyth.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import smyth.config.Config;
import smyth.config.Function;
import smyth.config.LogLevel;
import smyth.runtime.Runtimes;

/// What Smyth prints when it starts: what it serves, at which paths, and a curl line that works.
final class Banner {
    private Banner() {}

    static void print(PrintStream err, Style style, Config config, String url, Map<String, String> shell) {
        for (var note : config.notes()) err.println("  " + style.yellow(Printable.lines(note)));
        if (!isLoopback(config.host()))
            err.println("  " + style.yellow("listening on " + config.host() + ": everyone who reaches this machine "
                    + "can run your handlers; host = \"127.0.0.1\" keeps them to yourself"));
        if (Runtimes.withholdsCredentials(config, shell))
            err.println("  " + style.faint("handlers do not get the AWS credentials of this shell; "
                    + "inherit_credentials = true passes them on"));
        if (config.logLevel().compareTo(LogLevel.INFO) > 0) return;
        config.file().ifPresent(file -> err.println("  " + style.faint("config " + file)));
        var rows = config.functions().stream().flatMap(Banner::rows).toList();
        int methods = width(rows, Row::methods), path = width(rows, Row::path), name = width(rows, Row::name);
        for (var row : rows) err.println("  " + pad(row.methods(), methods) + "  " + pad(row.path(), path) + "  "
                + style.bold(pad(row.name(), name)) + "  " + row.handler());
        config.routes().routes().stream().findFirst()
                .ifPresent(route -> err.println("  " + style.green("curl " + url + route.pattern().example())));
        err.flush();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private record Row(String methods, String path, String name, String handler) {}

    /// One for each route; one for a function that has none.
    private static Stream<Row> rows(Function function) {
        var name = Printable.line(function.name());
        var handler = Printable.line(function.code().handler());
        if (function.routes().isEmpty()) return Stream.of(new Row("-", "by name", name, handler));
        return function.routes().stream().map(route -> new Row(route.to(function.name()).methodNames(),
                Printable.line(route.path().toString()), name, handler));
    }

    private static int width(List<Row> rows, java.util.function.Function<Row, String> column) {
        return rows.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
