package smyth.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import smyth.config.ConfigException;
import smyth.config.Function;
import smyth.project.ConfigReader;
import smyth.project.InForce;
import smyth.project.InForce.Row;

/// `smyth check [PATH]`: the settings that apply, or every problem at once. Starts nothing.
final class Check implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "A folder, a configuration "
            + "file or template, or one handler source file. Default: the current folder.")
    private Path path;

    @Option(names = "--env-file", paramLabel = "F", description = "Read this file instead of every env file of the "
            + "configuration.")
    private Optional<Path> envFile;

    @Mixin
    private TemplateParameters parameters = new TemplateParameters();

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
        var config = ConfigReader.read(path, envFile, System.getenv(), parameters.values());
        config.notes().forEach(note -> err.println("smyth: " + Printable.lines(note)));
        var file = config.file().orElseGet(() -> config.functions().getFirst().code().source().getFirst());
        print(file.toString(), InForce.of(config));
        for (var function : config.functions()) {
            out.println();
            print("[handlers." + function.name() + "]", function);
        }
        if (!config.standIns().isEmpty()) {
            out.println();
            out.println("known to AWS only, and used instead:");
            StandIns.list(config.standIns()).forEach(line -> out.println(Printable.line(line)));
        }
        return ExitCode.OK;
    }

    private int printJson() {
        try {
            out.println(CheckJson.of(path, ConfigReader.read(path, envFile, System.getenv(), parameters.values())));
            return ExitCode.OK;
        } catch (ConfigException e) {
            out.println(CheckJson.problem(path, e.getMessage()));
            return ExitCode.USAGE;
        }
    }

    /// A function with one route has it in its own table, as it would be written.
    private void print(String title, Function function) {
        var rows = InForce.of(function);
        var routes = function.routes();
        if (routes.size() == 1) rows.addAll(1, InForce.of(routes.getFirst()));
        if (routes.isEmpty()) rows.add(1, new Row("url_path", "none; reached by name"));
        for (var event : function.eventSources()) rows.add(new Row("by event only",
                event + "; curl -d @event.json http://127.0.0.1:8080/2015-03-31/functions/" + function.name()
                        + "/invocations"));
        print(title, rows);
        if (routes.size() > 1) for (var route : routes) {
            out.println();
            print("[[handlers." + function.name() + ".routes]]", InForce.of(route));
        }
    }

    private void print(String title, List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.key().length()).max().orElse(0);
        out.println(Printable.line(title));
        for (var row : rows)
            out.println("  " + row.key() + " ".repeat(width - row.key().length()) + "   "
                    + Printable.line(row.value()));
    }
}
