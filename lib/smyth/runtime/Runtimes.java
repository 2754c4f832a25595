package smyth.runtime;

import java.util.Map;
import java.util.function.Consumer;
import smyth.build.CacheFolder;
import smyth.build.JavaBuilder;
import smyth.config.Config;
import smyth.config.FunctionConfig;

/// Finds the runtime of each function, and holds what runtimes share: the compiler, the JDKs of this machine, the class archives.
public final class Runtimes implements AutoCloseable {
    private final Map<String, String> shell;
    private final JavaBuilder builder;
    private final Jdks jdks;
    private final ClassArchives archives;

    /// @param progress takes sentences for the user, such as what is being fetched
    public Runtimes(Map<String, String> shell, CacheFolder cache, Consumer<String> progress) {
        this.shell = Map.copyOf(shell);
        this.builder = new JavaBuilder(cache, progress);
        this.jdks = Jdks.find(shell);
        this.archives = new ClassArchives(cache.folder("class-archives"));
    }

    /// @param endpoint Smyth's own address, where the function's AWS clients find the Lambda API
    /// @param progress takes sentences for the user
    public Runtime of(Config config, FunctionConfig function, String endpoint, Consumer<String> progress) {
        return new JavaRuntime(config, function, builder.project(config.folder(), function), jdks, archives,
                runtime -> Variables.of(config, function, runtime, endpoint, shell), progress);
    }

    /// Whether the shell has AWS credentials that workers do not get.
    public static boolean withholdsCredentials(Config config, Map<String, String> shell) {
        return Variables.withheld(config, shell);
    }

    @Override
    public void close() {
        builder.close();
        archives.close();
    }
}
