package smyth.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.route.RouteTable;

/// The settings of one project, checked, with every default filled in.
///
/// @param folder      that of the configuration, and the working directory of every worker
/// @param file        the configuration file; empty when PATH was a handler source file
/// @param pathPrefix  of Smyth's own pages, `/smyth`
/// @param allowedHosts further host names under which Smyth's own pages answer
/// @param readFrom    the files it was read from, and those that would count if they were there: a change of one may
///                    mean another configuration
/// @param notes       what the user should know although nothing is wrong, one sentence each
public record Config(Path folder, Optional<Path> file, String host, int port, LogLevel logLevel, String pathPrefix,
        boolean detailedErrors,
        String region, String accountId, boolean inheritCredentials, Set<String> allowedHosts,
        List<Function> functions,
        List<Path> readFrom, List<String> notes) {

    public Config {
        allowedHosts = Set.copyOf(allowedHosts);
        functions = List.copyOf(functions);
        readFrom = List.copyOf(readFrom);
        notes = List.copyOf(notes);
    }

    /// The HTTP routes of all functions, in the order of the file.
    public RouteTable routes() {
        return new RouteTable(functions.stream()
                .flatMap(function -> function.routes().stream().map(route -> route.to(function.name()))).toList());
    }

    /// The same with what the command line says instead.
    public Config with(String host, int port, LogLevel logLevel) {
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId,
                inheritCredentials, allowedHosts, functions, readFrom, notes);
    }

    /// The same with every function debugged on a free port that is not debugged anyway.
    public Config debugged() {
        var debugged = functions.stream().map(Function::debugged).toList();
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId,
                inheritCredentials, allowedHosts, debugged, readFrom, notes);
    }
}
