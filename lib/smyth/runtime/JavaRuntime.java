package smyth.runtime;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.classpath.BuildResult;
import smyth.classpath.JavaProject;
import smyth.config.Config;
import smyth.config.Debug;
import smyth.config.Function;
import smyth.runtimeapi.Start;

/// Java handlers on a JDK of their own: the worker that ships with Smyth and AWS's classes on the JVM's class path, the
/// user's classes in a class loader that the worker makes, as on Lambda.
record JavaRuntime(Config config, Function function, JavaProject project, Jdks jdks, ClassArchives archives,
        java.util.function.Function<String, Map<String, String>> variables,
        Consumer<String> progress) implements Runtime {
    private static final List<String> WORKER_JARS = List.of("aws-lambda-java-core-", "aws-lambda-java-serialization-",
            "aws-lambda-java-runtime-interface-client-",
            "utils-lite-", "annotations-");
    private static final int HEAP_PERCENT = 85; // of the memory size, as AWS's own start script has it
    /// Said again each time that a debugger has left, with another port.
    private static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (\\d+)");
    private static final Pattern NOISE = Pattern
            .compile("Debugger failed to attach: .*|Picked up JAVA_TOOL_OPTIONS: .*jdwp.*");

    @Override
    public String description() {
        return project.description();
    }

    @Override
    public Built build() throws InterruptedException {
        int wanted = function.code().runtime().map(id -> Integer.parseInt(id.replaceAll("\\D", "")))
                .or(() -> project.release().stream().boxed().findFirst())
                .orElse(java.lang.Runtime.version().feature());
        var jdk = jdks.atLeast(wanted);
        if (jdk.isEmpty()) return new Built.Broken(
                "no JDK " + wanted + " or newer is installed, and " + function.name() + " needs one; install it with"
                        + "\n  jbang jdk install " + wanted + "\nor set runtime to one that is there",
                java.util.Set.of());
        if (jdk.get().release() != wanted) progress
                .accept("no JDK " + wanted + " is installed; " + function.name() + " runs on " + jdk.get().release());
        return switch (project.build(Math.min(wanted, jdk.get().release()))) {
            case BuildResult.Built built -> new Built.Runnable(launch(jdk.get(), wanted, built.runtimeOptions()),
                    Optional.of(new Start(function.code().handler(), built.classpath(),
                            function.code().eventFunction(), function.code().contextFunction())),
                    built.watched());
            case BuildResult.Failed failed ->
                new Built.Broken(failed.message(), failed.diagnostics(), failed.watched());
        };
    }

    /// AWS's own options where they change what a handler sees or how fast it starts. Not
    /// `--add-opens=java.base/java.io=ALL-UNNAMED`, which AWS's managed runtime has and its runtime client in a
    /// container image has not: it costs the class archive.
    private Launch launch(Jdk jdk, int release, List<String> projectOptions) {
        var classpath = workerClasspath();
        var command = new ArrayList<>(List.of(jdk.java().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "-Xlog:disable", "-XX:-UsePerfData", "-XX:InitialRAMPercentage=0.2"));
        archives.of(jdk, classpath).ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Djava.net.preferIPv4Stack=true",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        function.execution().memory()
                .ifPresent(megabytes -> command.add("-XX:MaxHeapSize=" + megabytes * 1024L * HEAP_PERCENT / 100 + "k"));
        command.addAll(projectOptions);
        command.addAll(function.execution().jvmOptions());
        boolean ownAgent = command.stream()
                .anyMatch(option -> option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp"));
        if (!ownAgent)
            jdwp().ifPresent(address -> command.add("-agentlib:jdwp=transport=dt_socket,suspend=n," + address));
        command.addAll(List.of("-cp", classpath, "worker.java.Worker"));
        return new Launch(command, variables.apply("java" + release), config.folder(),
                ownAgent ? Optional.empty() : debugger());
    }

    private Optional<String> jdwp() {
        return switch (function.execution().debug()) {
            case Debug.Off() -> Optional.empty();
            case Debug.AnyPort() -> Optional.of("server=y,address=127.0.0.1:0");
            case Debug.Port(int port) -> Optional.of("server=y,address=127.0.0.1:" + port);
            case Debug.ConnectTo(String host, int port) -> Optional.of("server=n,address=" + host + ":" + port);
        };
    }

    private Optional<Debugger> debugger() {
        return switch (function.execution().debug()) {
            case Debug.Off(),Debug.ConnectTo _ -> Optional.empty();
            case Debug.AnyPort(),Debug.Port _ ->
                Optional.of(new Debugger("java", LISTENING, NOISE, Debugger.fixedPort(function.execution().debug())));
        };
    }

    /// The worker's own jar and AWS's, found among ours; nothing of the server comes along.
    private static String workerClasspath() {
        var own = Stream.of(location());
        var aws = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(jar -> WORKER_JARS.stream()
                        .anyMatch(name -> jar.getFileName() != null && jar.getFileName().toString().startsWith(name))
                        && Files.exists(jar));
        return Stream.concat(own, aws.sorted()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location() {
        try {
            return Path.of(worker.java.Worker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // class paths are made of files
        }
    }
}
