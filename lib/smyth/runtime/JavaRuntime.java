package smyth.runtime;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smyth.build.BuildResult;
import smyth.build.JavaProject;
import smyth.config.Config;
import smyth.config.Config.FunctionConfig;
import smyth.config.Config.FunctionConfig.Debug;
import smyth.runtime.JavaRuntime.Jdks.Jdk;
import smyth.runtime.Runtime.Launch;
import smyth.runtimeapi.RuntimeApi.Start;

/// Java handlers on a JDK of their own: the worker that ships with Smyth and AWS's classes on the JVM's class path, the user's classes
/// in a class loader that the worker makes, as on Lambda.
record JavaRuntime(Config config, FunctionConfig function, JavaProject project, Jdks jdks, ClassArchives archives, Function<String, Map<String, String>> variables,
        Consumer<String> progress) implements Runtime {
    private static final List<String> WORKER_JARS = List.of("aws-lambda-java-core-", "aws-lambda-java-serialization-", "aws-lambda-java-runtime-interface-client-",
            "utils-lite-", "annotations-");
    private static final int HEAP_PERCENT = 85; // of the memory size, as AWS's own start script has it
    /// Said again each time that a debugger has left, with another port.
    private static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (\\d+)");
    private static final Pattern NOISE = Pattern.compile("Debugger failed to attach: .*|Picked up JAVA_TOOL_OPTIONS: .*jdwp.*");

    @Override
    public String description() {
        return project.description();
    }

    @Override
    public Built build() throws InterruptedException {
        int wanted = function.runtime().map(id -> Integer.parseInt(id.replaceAll("\\D", ""))).or(() -> project.release().stream().boxed().findFirst())
                .orElse(java.lang.Runtime.version().feature());
        var jdk = jdks.atLeast(wanted);
        if (jdk.isEmpty()) return new Built.Broken("no JDK " + wanted + " or newer is installed, and " + function.name() + " needs one; install it with"
                + "\n  jbang jdk install " + wanted + "\nor set runtime to one that is there", java.util.Set.of());
        if (jdk.get().release() != wanted) progress.accept("no JDK " + wanted + " is installed; " + function.name() + " runs on " + jdk.get().release());
        return switch (project.build(Math.min(wanted, jdk.get().release()))) {
            case BuildResult.Built built -> new Built.Runnable(launch(jdk.get(), wanted, built.runtimeOptions()), Optional.of(new Start(function.handlerPath(), built.classpath(),
                    function.eventFunction(), function.contextFunction())), built.watched());
            case BuildResult.Failed failed -> new Built.Broken(failed.message(), failed.watched());
        };
    }

    /// AWS's own options where they change what a handler sees or how fast it starts. Not `--add-opens=java.base/java.io=ALL-UNNAMED`,
    /// which AWS's managed runtime has and its runtime client in a container image has not: it costs the class archive.
    private Launch launch(Jdk jdk, int release, List<String> projectOptions) {
        var classpath = workerClasspath();
        var command = new ArrayList<>(List.of(jdk.java().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xlog:disable", "-XX:-UsePerfData", "-XX:InitialRAMPercentage=0.2"));
        archives.of(jdk, classpath).ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Djava.net.preferIPv4Stack=true",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        function.memorySize().ifPresent(megabytes -> command.add("-XX:MaxHeapSize=" + megabytes * 1024L * HEAP_PERCENT / 100 + "k"));
        command.addAll(projectOptions);
        command.addAll(function.jvmOptions());
        boolean ownAgent = command.stream().anyMatch(option -> option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp"));
        if (!ownAgent) jdwp().ifPresent(address -> command.add("-agentlib:jdwp=transport=dt_socket,suspend=n," + address));
        command.addAll(List.of("-cp", classpath, "worker.java.Worker"));
        return new Launch(command, variables.apply("java" + release), config.folder(), ownAgent ? Optional.empty() : debugger());
    }

    private Optional<String> jdwp() {
        return switch (function.debug()) {
            case Debug.Off() -> Optional.empty();
            case Debug.AnyPort() -> Optional.of("server=y,address=127.0.0.1:0");
            case Debug.Port(int port) -> Optional.of("server=y,address=127.0.0.1:" + port);
            case Debug.ConnectTo(String host, int port) -> Optional.of("server=n,address=" + host + ":" + port);
        };
    }

    private Optional<Debugger> debugger() {
        return switch (function.debug()) {
            case Debug.Off(), Debug.ConnectTo _ -> Optional.empty();
            case Debug.AnyPort(), Debug.Port _ -> Optional.of(new Debugger("java", LISTENING, NOISE, Debugger.fixedPort(function.debug())));
        };
    }

    /// The worker's own jar and AWS's, found among ours; nothing of the server comes along.
    private static String workerClasspath() {
        var own = Stream.of(location());
        var aws = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(jar -> WORKER_JARS.stream().anyMatch(name -> jar.getFileName() != null && jar.getFileName().toString().startsWith(name)) && Files.exists(jar));
        return Stream.concat(own, aws.sorted()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location() {
        try {
            return Path.of(worker.java.Worker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // class paths are made of files
        }
    }

    /// The JDKs of this machine, found where they usually lie.
    static final class Jdks {
        /// @param release feature release: 17, 21, 25
        record Jdk(Path home, int release) {
            Path java() {
                var java = home.resolve("bin").resolve("java");
                return Files.exists(java) ? java : home.resolve("bin").resolve("java.exe");
            }
        }

        private final List<Jdk> found;

        private Jdks(List<Jdk> found) {
            this.found = found;
        }

        /// Reads the `release` file of each; runs nothing.
        static Jdks find(Map<String, String> env) {
            var home = Path.of(System.getProperty("user.home"));
            var homes = new ArrayList<Path>(List.of(Path.of(System.getProperty("java.home"))));
            Optional.ofNullable(env.get("JAVA_HOME")).filter(text -> !text.isBlank()).map(Path::of).ifPresent(homes::add);
            for (var folder : List.of(Path.of("/usr/lib/jvm"), Path.of("/usr/java"), Path.of("/opt/java"), Path.of("/Library/Java/JavaVirtualMachines"),
                    home.resolve("Library/Java/JavaVirtualMachines"), home.resolve(".sdkman/candidates/java"), home.resolve(".jdks"), home.resolve(".jbang/cache/jdks"),
                    Path.of(env.getOrDefault("JBANG_DIR", home.resolve(".jbang").toString()), "cache", "jdks"),
                    Path.of(env.getOrDefault("ProgramFiles", "C:\\Program Files"), "Java"), Path.of(env.getOrDefault("ProgramFiles", "C:\\Program Files"), "Eclipse Adoptium"))) {
                for (var entry : entries(folder)) {
                    homes.add(entry);
                    homes.add(entry.resolve("Contents").resolve("Home"));
                }
            }
            var found = homes.stream().flatMap(candidate -> read(candidate).stream()).distinct().sorted(Comparator.comparingInt(Jdk::release)).toList();
            return new Jdks(found);
        }

        /// The one of this release, else of the next newer.
        Optional<Jdk> atLeast(int release) {
            return found.stream().filter(jdk -> jdk.release() >= release).findFirst();
        }

        private static List<Path> entries(Path folder) {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.sorted().toList();
            } catch (IOException | RuntimeException _) {
                return List.of(); // not there, or not ours to read
            }
        }

        private static Optional<Jdk> read(Path home) {
            var file = home.resolve("release");
            if (!Files.isRegularFile(file) || !Files.exists(new Jdk(home, 0).java())) return Optional.empty();
            try (var lines = Files.lines(file)) {
                return lines.filter(line -> line.startsWith("JAVA_VERSION=")).map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0]).filter(text -> !text.isEmpty())
                        .map(text -> new Jdk(home.toAbsolutePath(), Integer.parseInt(text))).findFirst();
            } catch (IOException | RuntimeException _) {
                return Optional.empty();
            }
        }
    }

    /// Class data archives of the worker, one for each JDK and worker class path: they make a cold start short. Made in the background the
    /// first time they are missed; without one, or with a stale one, a worker starts all the same.
    static final class ClassArchives implements AutoCloseable {
        private static final long LIMIT_SECONDS = 60;

        private final Path folder;
        private final Set<Path> begun = new HashSet<>();
        private volatile Process training;

        ClassArchives(Path folder) {
            this.folder = folder;
        }

        /// The archive, when there is one already.
        Optional<Path> of(Jdk jdk, String classpath) {
            var archive = folder.resolve(HexFormat.of().toHexDigits((jdk.home() + "|" + modified(jdk.java()) + "|" + classpath + "|" + stamps(classpath)).hashCode()) + "-" + jdk.release() + ".jsa");
            if (Files.exists(archive)) return Optional.of(archive);
            synchronized (begun) {
                if (begun.add(archive)) Thread.ofPlatform().daemon().name("class archive").start(() -> make(jdk, classpath, archive));
            }
            return Optional.empty();
        }

        private void make(Jdk jdk, String classpath, Path archive) {
            try {
                var draft = Files.createTempFile(folder, "draft", ".jsa");
                Files.delete(draft); // the JVM wants to make it itself
                training = new ProcessBuilder(List.of(jdk.java().toString(), "-XX:ArchiveClassesAtExit=" + draft, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable",
                        "-cp", classpath, "worker.java.Worker", "--train"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
                if (!training.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) training.destroyForcibly();
                else if (training.exitValue() == 0 && Files.exists(draft)) Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
                Files.deleteIfExists(draft);
            } catch (IOException _) {
                // A full disk, or a JVM that cannot do it: starts stay a little longer.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private static String stamps(String classpath) {
            var stamps = new StringBuilder();
            for (var jar : classpath.split(java.io.File.pathSeparator)) stamps.append(modified(Path.of(jar))).append(' ');
            return stamps.toString();
        }

        private static String modified(Path file) {
            try {
                return Files.getLastModifiedTime(file).toString();
            } catch (IOException _) {
                return "";
            }
        }

        @Override
        public void close() {
            var process = training;
            if (process != null) process.destroyForcibly();
        }
    }
}
