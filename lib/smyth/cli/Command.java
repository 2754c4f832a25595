package smyth.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import picocli.CommandLine;
import smyth.config.ConfigException;

/// The command line. The one place that knows picocli; each command is a class with its options in fields.
public final class Command {
    /// It did what it was asked to.
    static final int OK = 0;
    /// It could not.
    static final int FAILED = 1;
    /// It was asked for something that cannot be.
    static final int USAGE = 2;

    private static final Pattern HELP = Pattern.compile("-h|--h.*");

    private Command() {}

    /// Carries out a command line. Blocks until it is done; serving is done when Smyth is stopped.
    ///
    /// @param out takes the ready line and a command's result
    /// @param err takes everything else
    /// @return the exit code: 0 done, 1 failed, 2 bad usage or configuration
    public static int run(PrintStream out, PrintStream err, String... args) {
        var line = new CommandLine(new Serve(out, err)).setCommandName("smyth");
        var subcommands = new LinkedHashMap<String, Object>();
        subcommands.put("run", new Serve(out, err));
        subcommands.put("init", new Init(out, err));
        subcommands.put("check", new Check(out, err));
        // Picocli reads the options of each command that it knows by reflection, which would cost every start of
        // Smyth a tenth of its time.
        if (Arrays.stream(args).anyMatch(arg -> subcommands.containsKey(arg) || HELP.matcher(arg).matches())) {
            subcommands.forEach(line::addSubcommand);
            line.getSubcommands().get("run").setCommandName(line.getCommandName());
        }
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        line.setParameterExceptionHandler((e, _) -> {
            err.println("smyth: " + Character.toLowerCase(e.getMessage().charAt(0)) + e.getMessage().substring(1));
            err.println("smyth --help shows what there is");
            return USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> {
            if (e instanceof ConfigException) {
                err.println("smyth: " + e.getMessage());
                return USAGE;
            }
            err.println("smyth: " + explain(e));
            return FAILED;
        });
        return line.execute(args);
    }

    private static String explain(Exception e) {
        if (e.getMessage() != null && e instanceof java.io.IOException) return e.getMessage();
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace)); // a defect of ours: the trace is what a report needs
        return trace.toString().strip();
    }
}
