import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A process that serves: Smyth as its users run it, or a floor.
///
/// @param readyNanos from the start of the process to its ready line
record Subject(Process process, URI url, long readyNanos) implements AutoCloseable {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Pattern URL = Pattern.compile("http://\\S+");

    /// Smyth from this program's class path, its log in a file.
    static Subject smyth(Path project, Path log) throws IOException {
        return start(log, JAVA, "-XX:+UseSerialGC", "-Xlog:disable", "-cp", System.getProperty("java.class.path"),
                "smyth", project.toString(), "--port", "0");
    }

    /// Smyth by the command that a user of a checkout types.
    static Subject smythByJbang(Path project, Path log) throws IOException {
        return start(log, WINDOWS ? "jbang.cmd" : "./jbangw", "smyth", project.toString(), "--port", "0");
    }

    static Subject bareServer(Path log) throws IOException {
        return start(log, JAVA, "-XX:+UseSerialGC", "-Xlog:disable", "-cp", System.getProperty("java.class.path"),
                "BareServer");
    }

    static Subject jsonHop(Path log) throws IOException {
        return start(log, JAVA, "-XX:+UseSerialGC", "-Xlog:disable", "-cp", System.getProperty("java.class.path"),
                "JsonHop");
    }

    /// Any command that prints its address when it is ready.
    static Subject of(Path log, List<String> command) throws IOException {
        return start(log, command.toArray(String[]::new));
    }

    private static Subject start(Path log, String... command) throws IOException {
        long begun = System.nanoTime();
        var process = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())).start();
        var line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        long ready = System.nanoTime() - begun;
        var url = URL.matcher(line == null ? "" : line);
        if (url.find()) return new Subject(process, URI.create(url.group()), ready);
        process.destroy();
        throw new IOException(
                String.join(" ", command) + " printed " + line + " instead of its address\n" + Files.readString(log));
    }

    /// The worker that runs a function, where one does.
    OptionalLong worker(String function) throws IOException {
        try (var client = new Client(url)) {
            client.ask(Client.get("/smyth/api/status"));
            var pid = Pattern.compile("\"" + function + "\":\\{\"processes\":\\[\\{[^}]*\"pid\":(\\d+)")
                    .matcher(client.body());
            return pid.find() ? OptionalLong.of(Long.parseLong(pid.group(1))) : OptionalLong.empty();
        }
    }

    /// Ends it, and waits until it and all that it started are gone.
    @Override
    public void close() throws IOException {
        var tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
            for (var one : tree) one.onExit().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException("it does not end", e);
        }
    }

    /// The floor of every start: `java -cp … Hello`, from the start of the process to its end, in nanoseconds.
    static long bareJvm(String java, List<Path> classpath) throws Exception {
        var text = String.join(File.pathSeparator, classpath.stream().map(Path::toString).toList());
        long begun = System.nanoTime();
        var process = new ProcessBuilder(java, "-cp", text, "Hello").redirectError(Redirect.DISCARD)
                .redirectOutput(Redirect.DISCARD).start();
        int code = process.waitFor();
        long took = System.nanoTime() - begun;
        if (code != 0) throw new IOException("java Hello ended with code " + code);
        return took;
    }

    static String java() {
        return JAVA;
    }

    /// A folder with the class `Hello`, compiled for every Java that a handler may run on, and nothing else.
    static Path helloFolder(Path in) throws IOException {
        var folder = Files.createDirectories(in.resolve("floor"));
        var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, "--release", "11", "-d", folder.toString(), "bench/floor/Hello.java") != 0)
            throw new IOException("Hello.java does not compile");
        return folder;
    }

    /// What a process holds in memory.
    ///
    /// @param rss all of it, in MB; NaN where the system does not tell
    /// @param pss with what it shares with others counted in part
    record Memory(double rss, double pss) {
        static Memory of(long pid) throws IOException {
            var rollup = Path.of("/proc/" + pid + "/smaps_rollup");
            return Files.isReadable(rollup) ? new Memory(megabytes(rollup, "Rss:"), megabytes(rollup, "Pss:"))
                    : new Memory(Double.NaN, Double.NaN);
        }

        private static double megabytes(Path file, String key) throws IOException {
            return Files.readAllLines(file).stream().filter(line -> line.startsWith(key))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).findFirst()
                    .orElse(Double.NaN);
        }
    }

    /// A folder that is gone when the work is done.
    record Scratch(Path folder) implements AutoCloseable {
        static Scratch make() throws IOException {
            return new Scratch(Files.createTempDirectory("smyth-bench").toRealPath());
        }

        Path file(String name, String text) throws IOException {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        }

        @Override
        public void close() throws IOException {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            }
        }
    }
}
