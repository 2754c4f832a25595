package smyth.cli;

import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import smyth.Smyth;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.LogLevel;
import smyth.journal.Journal;
import smyth.project.ConfigReader;

/// `smyth [PATH]`: serve until stopped.
final class Serve implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "A folder (Smyth looks "
            + "for the configuration there, then in its parents), a configuration file, or one handler source file. "
            + "Default: the current folder.")
    private Path path;

    @Option(names = "--host", paramLabel = "H", description = "The address to listen on. Default: host of the "
            + "configuration, else 127.0.0.1.")
    private Optional<String> host;

    @Option(names = "--port", paramLabel = "P", description = "The port to listen on; 0 for a free one. Default: "
            + "port of the configuration, else 8080.")
    private Optional<Integer> port;

    @Option(names = "--log-level", paramLabel = "L", description = "DEBUG, INFO, WARNING, ERROR or CRITICAL. "
            + "Default: log_level of the configuration, else INFO.")
    private Optional<LogLevel> logLevel;

    @Option(names = "--quiet", description = "The same as --log-level ERROR.")
    private boolean quiet;

    @Option(names = "--no-watch", description = "Do not watch files: keep serving the code and settings of the "
            + "start.")
    private boolean noWatch;

    @Option(names = "--debug", description = "Let a debugger attach to every worker, and enforce no timeouts.")
    private boolean debug;

    @Option(names = "--env-file", paramLabel = "F", description = "Read this file instead of every env file of the "
            + "configuration.")
    private Optional<Path> envFile;

    @Option(names = "--parent", paramLabel = "PID", description = "Stop when this process ends; for editors that "
            + "start Smyth.")
    private Optional<Long> parent;

    private final PrintStream out;
    private final PrintStream err;

    Serve(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        var journal = new Journal();
        var entries = journal.read();
        try (var smyth = Smyth.start(this::configuration, !noWatch,
                Style.isTerminal(err), journal)) {
            var config = smyth.config();
            var style = Style.of(err, System.getenv());
            var console = Console.start(entries, err, style, config);
            Stop.with(() -> {
                console.stopping();
                smyth.close();
                console.close();
            }, err);
            parent.ifPresent(Serve::endWith);
            out.println("Smyth on " + smyth.url());
            out.flush();
            Banner.print(err, style, config, smyth.url(), System.getenv());
            smyth.await();
        } catch (BindException e) {
            err.println("smyth: " + e.getMessage() + OtherSmyth.listeningOn(configuration())
                    + "; stop the process that listens there, or use --port 0 for a free port");
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }

    private Config configuration() throws ConfigException {
        var config = ConfigReader.read(path, envFile, System.getenv());
        var adjusted = config.with(host.orElse(config.host()), port.orElse(config.port()),
                quiet ? LogLevel.ERROR : logLevel.orElse(config.logLevel()));
        return debug ? adjusted.debugged() : adjusted;
    }

    private static void endWith(long pid) {
        ProcessHandle.of(pid).map(ProcessHandle::onExit).orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRunAsync(() -> System.exit(ExitCode.OK),
                        task -> Thread.ofPlatform().daemon().name("parent").start(task));
    }
}
