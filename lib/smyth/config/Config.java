package smyth.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.route.Route;
import smyth.route.RouteTable;

/// What is in force: the settings of one project, checked.
///
/// @param folder      where the configuration lies; the directory of every worker
/// @param file        the configuration file; empty when PATH was a handler source file
/// @param pathPrefix  of Smyth's own pages, `/smyth`
/// @param allowedHosts names beside our own under which Smyth's own pages answer
/// @param readFrom    the files it was read from, and those that would count if they were there: a change of one may
///                    mean another configuration
/// @param notes       what the user should know although it is no problem, one sentence each
public record Config(Path folder, Optional<Path> file, String host, int port, LogLevel logLevel, String pathPrefix,
        boolean detailedErrors,
        String region, String accountId, boolean inheritCredentials, Set<String> allowedHosts,
        List<FunctionConfig> functions,
        List<Path> readFrom, List<String> notes) {

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
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId,
                inheritCredentials, allowedHosts, functions, readFrom, notes);
    }

    /// The same with every function debugged on a free port that is not debugged anyway.
    public Config debugged() {
        var debugged = functions.stream().map(FunctionConfig::debugged).toList();
        return new Config(folder, file, host, port, logLevel, pathPrefix, detailedErrors, region, accountId,
                inheritCredentials, allowedHosts, debugged, readFrom, notes);
    }
}
