import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// Starts to the ready line with everything cached: of a release by its Maven coordinates, and of a checkout. The floor
/// is `Hello`, a class that prints one line, started by JBang in the same way.
final class ReleaseStart implements Benchmark {
    private static final String HELLO_POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>floor</groupId>
              <artifactId>hello</artifactId>
              <version>1</version>
            </project>
            """;

    @Override
    public void run(Report report, boolean quick) throws Exception {
        try (var scratch = Subject.Scratch.make()) {
            var folder = scratch.folder();
            var release = folder.resolve("release");
            var maven = Path.of(System.getProperty("user.home"), ".m2", "repository");
            try (var host = FileHost.start(List.of(release, maven))) {
                finish(new ProcessBuilder("./jbangw", "release", "--to", release.toString(), "--repository",
                        host.url(1), "--repository", host.url(0)));
                publishHello(folder, release);
                var jbang = List.of("env", "JBANG_DIR=" + folder.resolve("jbang"), "JBANG_NO_VERSION_CHECK=true",
                        "JBANG_JAVA_OPTIONS=-Duser.home=" + folder, "./jbangw");
                var hello = command(jbang, "run", "--repos", host.url(0), "--java", "25+", "--main", "Hello",
                        "floor:hello:1");
                var smyth = command(jbang, "smyth@" + host.url(0) + "/jbang-catalog.json", "examples/hello", "--port",
                        "0");
                measure(report, quick, folder.resolve("log"), hello, smyth);
            }
        }
    }

    private static void measure(Report report, boolean quick, Path log, List<String> hello, List<String> smyth)
            throws Exception {
        var checkout = List.of("./jbangw", "smyth", "examples/hello", "--port", "0");
        finish(new ProcessBuilder(hello));
        for (var command : List.of(smyth, checkout)) start(log, command); // fetches, compiles, writes the class archive
        var bare = new ArrayList<Double>();
        var floors = new ArrayList<Double>();
        var releases = new ArrayList<Double>();
        var checkouts = new ArrayList<Double>();
        var path = List.of(Subject.helloFolder(log.getParent()));
        for (int i = 0; i < (quick ? 2 : 9); i++) {
            bare.add(Subject.bareJvm(Subject.java(), path) / 1e6);
            floors.add(finish(new ProcessBuilder(hello)));
            releases.add(start(log, smyth));
            checkouts.add(start(log, checkout));
        }
        double floor = Report.median(floors);
        report.figure("jbang smyth@... to its ready line", Report.Unit.MILLIS, floor, Report.median(releases),
                Report.Goal.atMost(600, Report.Unit.MILLIS));
        report.figure("./jbangw smyth to its ready line", Report.Unit.MILLIS, floor, Report.median(checkouts),
                Report.Goal.NONE);
        report.figure("JBang and a class that prints one line", Report.Unit.MILLIS, Report.median(bare), floor,
                Report.Goal.NONE);
    }

    private static double start(Path log, List<String> command) throws IOException {
        try (var smyth = Subject.of(log, command)) {
            return smyth.readyNanos() / 1e6;
        }
    }

    /// @return how long it took, in ms
    private static double finish(ProcessBuilder command) throws Exception {
        long begun = System.nanoTime();
        int status = command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        if (status != 0) throw new IOException(String.join(" ", command.command()) + " ended with status " + status);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void publishHello(Path scratch, Path repository) throws IOException {
        var folder = Files.createDirectories(repository.resolve("floor/hello/1"));
        Files.writeString(folder.resolve("hello-1.pom"), HELLO_POM);
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("hello-1.jar")))) {
            jar.putNextEntry(new JarEntry("Hello.class"));
            Files.copy(Subject.helloFolder(scratch).resolve("Hello.class"), jar);
        }
    }

    private static List<String> command(List<String> program, String... arguments) {
        var command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        return command;
    }
}
