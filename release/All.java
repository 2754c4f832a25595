///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Writes a release, a Maven repository: ./jbangw release [--to FOLDER] [--repository URL ...]
//SOURCES ../smyth.java
//SOURCES Archive.java
//SOURCES Artifact.java
//SOURCES Catalog.java
//SOURCES Directives.java
//SOURCES Pom.java
//SOURCES Repository.java
//SOURCES ResolvedLibraries.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xlog:disable
//MAIN Release

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import smyth.cli.Main;
import worker.java.Worker;

/// Puts what JBang compiled for this script, the server and its worker, into jars as Maven Central wants them. To be
/// run in Smyth's own folder.
final class Release {
    private static final Predicate<String> SERVER = name -> name.startsWith("smyth/");
    private static final Predicate<String> WORKER = name -> name.startsWith("worker/java/");
    /// The workers in languages that need no compiler travel with the server.
    private static final Predicate<String> SCRIPTS = name -> name.startsWith("worker/") && !WORKER.test(name);

    private static final String BUILD_JDK = "Build-Jdk"; // JBang runs a jar on this Java or a newer one

    private final Repository repository;

    private Release(Repository repository) {
        this.repository = repository;
    }

    public static void main(String[] args) throws Exception {
        var to = Path.of("target", "release");
        var repositories = new ArrayList<String>();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) usage();
            switch (args[i]) {
                case "--to" -> to = Path.of(args[i + 1]);
                case "--repository" -> repositories.add(args[i + 1]);
                default -> usage();
            }
        }
        var script = Directives.of(Path.of("smyth.java"));
        var version = script.manifest("Implementation-Version");
        var worker = new Artifact("smyth-worker", version, "Smyth worker",
                "What Smyth puts on the class path of an AWS Lambda handler in Java to run it.",
                Directives.of(Path.of("lib/worker/java/Worker.java")).libraries(), List.of());
        var dependencies = new ArrayList<>(script.libraries());
        dependencies.add(worker.coordinates());
        var smyth = new Artifact("smyth", version, "Smyth", script.text("DESCRIPTION") + ".", dependencies,
                ResolvedLibraries.of(System.getProperty("java.class.path"), dependencies.getFirst()));

        var release = new Release(new Repository(to));
        var start = Map.of("Main-Class", Main.class.getName(), BUILD_JDK, script.text("JAVA").replace("+", ""));
        release.write(smyth, Archive.ofJar(jarOf(Release.class), SERVER.or(SCRIPTS)), start, SERVER);
        release.write(worker, Archive.ofJar(jarOf(Worker.class), WORKER), Map.of(), WORKER);
        new Catalog(smyth, script, Main.class.getName(), repositories).write(to.resolve("jbang-catalog.json"));
        IO.println(smyth.coordinates() + " and " + worker.coordinates() + " are in " + to);
    }

    private static void usage() {
        System.err.println("usage: ./jbangw release [--to FOLDER] [--repository URL ...]");
        System.exit(2);
    }

    /// @param start   what the manifest says of the program in it
    /// @param sources which of the files in lib/ the classes were compiled from
    private void write(Artifact artifact, Archive classes, Map<String, String> start, Predicate<String> sources)
            throws IOException {
        var manifest = new TreeMap<>(start);
        manifest.put("Implementation-Title", artifact.name());
        manifest.put("Implementation-Version", artifact.version());
        classes.write(repository.file(artifact, ".jar"), manifest);
        Archive.ofFolder(Path.of("lib"), sources).write(repository.file(artifact, "-sources.jar"), Map.of());
        documentation(sources == WORKER ? "worker" : "smyth").write(repository.file(artifact, "-javadoc.jar"),
                Map.of());
        repository.complete(artifact);
    }

    private static Archive documentation(String packages) throws IOException {
        var folder = Files.createTempDirectory("smyth-javadoc");
        try {
            int status = ToolProvider.findFirst("javadoc").orElseThrow().run(System.out, System.err, "-quiet",
                    "-Xdoclint:none", "-notimestamp", "--no-fonts", "-encoding", "UTF-8", "-sourcepath", "lib", "-cp",
                    System.getProperty("java.class.path"), "-subpackages", packages, "-d", folder.toString());
            if (status != 0) throw new IOException("javadoc ended with status " + status);
            return Archive.ofFolder(folder, _ -> true);
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : List.copyOf(files.toList()).reversed()) Files.delete(file);
            }
        }
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // class paths are made of files
        }
    }
}
