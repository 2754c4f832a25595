//SOURCES FunctionConfig.java
//SOURCES ConfigReader.java
//SOURCES ConfigFile.java
//SOURCES Settings.java
//SOURCES HandlerSource.java
package smyth.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.config.Config.Problem;
import smyth.route.RouteTable;
import smyth.route.RouteTable.Route;

/// What is in force: the settings of one project, checked.
///
/// @param folder      where the configuration lies; the directory of every worker
/// @param file        the configuration file; empty when PATH was a handler source file
/// @param pathPrefix  of Smyth's own pages, `/smyth`
/// @param allowedHosts names beside our own under which Smyth's own pages answer
/// @param readFrom    the files it was read from, and those that would count if they were there: a change of one may mean another configuration
/// @param notes       what the user should know although it is no problem, one sentence each
public record Config(Path folder, Optional<Path> file, String host, int port, LogLevel logLevel, String pathPrefix, boolean detailedErrors,
        String region, String accountId, boolean inheritCredentials, Set<String> allowedHosts, List<FunctionConfig> functions,
        List<Path> readFrom, List<String> notes) {
    public enum LogLevel { DEBUG, INFO, WARNING, ERROR, CRITICAL }

    public Config {
        allowedHosts = Set.copyOf(allowedHosts);
        functions = List.copyOf(functions);
        readFrom = List.copyOf(readFrom);
        notes = List.copyOf(notes);
    }

    /// The routes of all functions that have one, in the order of the file.
    public RouteTable routes() {
        return new RouteTable(functions.stream().flatMap(function -> function.path().stream()
                .map(path -> new Route(function.name(), path, function.methods(), function.format()))).toList());
    }

    /// The same with what the command line says instead.
    public Config with(String host, int port, LogLevel logLevel) {
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId, inheritCredentials, allowedHosts, functions, readFrom, notes);
    }

    /// The same with every function debugged on a free port that is not debugged anyway.
    public Config debugged() {
        var debugged = functions.stream().map(FunctionConfig::debugged).toList();
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId, inheritCredentials, allowedHosts, debugged, readFrom, notes);
    }

    /// One thing that is wrong in a configuration.
    ///
    /// @param line    from 1; 0 where there is none
    /// @param key     dotted, `handlers.orders.timeout`; "" where there is none
    /// @param message what is wrong, with the value, and what to do
    public record Problem(int line, String key, String message) {}

    /// A configuration that cannot be used, with every problem in it. The message is ready to print.
    public static final class ConfigException extends Exception {
        private final transient List<Problem> problems;

        ConfigException(String source, List<Problem> problems) {
            super(text(source, problems));
            this.problems = List.copyOf(problems);
        }

        /// There is no file to find problems in.
        ConfigException(String message) {
            super(message);
            this.problems = List.of(new Problem(0, "", message));
        }

        public List<Problem> problems() {
            return problems;
        }

        private static String text(String source, List<Problem> problems) {
            var text = new StringBuilder(problems.size() == 1 ? "1 problem" : problems.size() + " problems").append(" in ").append(source);
            int width = problems.stream().mapToInt(problem -> problem.key().length()).max().orElse(0);
            for (var problem : problems)
                text.append("\n  ").append(problem.line() == 0 ? "        " : "line %-3d".formatted(problem.line()))
                        .append(' ').append((problem.key() + " ".repeat(width)).substring(0, width)).append(width == 0 ? "" : "   ").append(problem.message());
            return text.toString();
        }
    }
}
