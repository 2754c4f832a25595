package smyth.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import smyth.config.ConfigException;

/// The command line. The one place that knows picocli; each command is a class with its options in fields.
public final class Command {
    private static final String SERVES = "Runs AWS Lambda handlers behind a local HTTP server.";
    /// Added only where one is asked for: picocli reads the options of each command that it knows by reflection, which
    /// would cost every start of Smyth a tenth of its time.
    private static final Set<String> SUBCOMMANDS = Set.of("run", "init", "check");
    private static final Pattern HELP = Pattern.compile("-h|--h.*");

    private Command() {}

    /// Carries out a command line. Blocks until it is done; serving is done when Smyth is stopped.
    ///
    /// @param out takes the ready line and a command's result
    /// @param err takes everything else
    /// @return the exit code: 0 done, 1 failed, 2 bad usage or configuration
    public static int run(PrintStream out, PrintStream err, String... args) {
        var line = command("smyth", new Serve(out, err), SERVES, "");
        if (Arrays.stream(args).anyMatch(arg -> SUBCOMMANDS.contains(arg) || HELP.matcher(arg).matches())) {
            line.addSubcommand(command("run", new Serve(out, err), SERVES, ""));
            line.addSubcommand(command("init", new Init(out, err),
                    "Creates a first project in an empty folder, or a smyth.toml for the handlers in an existing one.",
                    "%nExisting files are never overwritten."));
            line.addSubcommand(command("check", new Check(out, err),
                    "Prints the settings that apply, or every problem of the configuration.",
                    "%nThe exit code is 2 when there are problems."));
        }
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        line.setParameterExceptionHandler((e, _) -> {
            err.println("smyth: " + Character.toLowerCase(e.getMessage().charAt(0)) + e.getMessage().substring(1));
            err.println("smyth --help lists the commands and options");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> {
            if (e instanceof ConfigException) {
                err.println("smyth: " + Printable.lines(e.getMessage()));
                return ExitCode.USAGE;
            }
            err.println("smyth: " + Printable.lines(explain(e)));
            return ExitCode.FAILED;
        });
        return line.execute(args);
    }

    private static CommandLine command(String name, Callable<Integer> command, String header, String footer) {
        var line = new CommandLine(command).setCommandName(name);
        var spec = line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        spec.usageMessage().header(header).sortOptions(false).synopsisHeading("%n").optionListHeading("%n")
                .commandListHeading("%n");
        if (!footer.isEmpty()) spec.usageMessage().footer(footer);
        return line;
    }

    private static String explain(Exception e) {
        if (e.getMessage() != null && e instanceof java.io.IOException) return e.getMessage();
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace)); // a defect of ours: the trace is what a report needs
        return trace.toString().strip();
    }
}
