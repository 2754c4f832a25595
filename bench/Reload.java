import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import smyth.classpath.BuildResult.Built;
import smyth.classpath.BuildResult.Failed;
import smyth.classpath.CacheFolder;
import smyth.classpath.JavaBuilder;
import smyth.config.ConfigException;
import smyth.project.ConfigReader;

/// From the end of a save to the first answer that shows it, while a client asks without pause.
///
/// The floor is a bare JVM start with the class path of the project, since new code means a new process.
final class Reload implements Benchmark {
    private static final int CLASSES = 200;
    private static final long PROMISE_NANOS = 50_000_000; // so long after a save no request gets old code (Linux)

    /// @param name     for people
    /// @param served   what Smyth is started with
    /// @param edited   the file that is saved
    /// @param function whose worker answers
    /// @param text     of the file, for a version
    /// @param answer   has to be part of the answer, for a version
    private record Project(String name, Path served, Path edited, String function, String path,
            IntFunction<String> text, IntFunction<String> answer, double goalMillis) {
        void save(int version) throws IOException {
            Files.writeString(edited, text.apply(version));
        }
    }

    @Override
    public void run(Report report, boolean quick) throws Exception {
        try (var scratch = Subject.Scratch.make()) {
            var hello = Subject.helloFolder(scratch.folder());
            for (var project : List.of(jbangFile(scratch), orders(scratch), manyClasses(scratch)))
                measure(project, scratch, hello, report, quick);
        }
    }

    private static void measure(Project project, Subject.Scratch scratch, Path hello, Report report, boolean quick)
            throws Exception {
        var reloads = new ArrayList<Double>();
        var floors = new ArrayList<Double>();
        int stale = 0;
        var classpath = new ArrayList<>(List.of(hello));
        classpath.addAll(classpath(project));
        try (var smyth = Subject.smyth(project.served(), scratch.folder().resolve("smyth.log"));
                var client = new Client(smyth.url())) {
            prepare(project, client);
            for (int version = 1001; version <= 1000 + (quick ? 6 : 33); version++) {
                var reloaded = reload(project, client, version);
                boolean counts = version > (quick ? 1001 : 1003); // the first ones warm the compiler up
                if (counts) reloads.add(reloaded.millis());
                stale += reloaded.stale();
                Thread.sleep(quick ? 300 : 1000); // nobody saves without pause
                var java = ProcessHandle.of(smyth.worker(project.function()).orElseThrow()).orElseThrow().info()
                        .command().orElse(Subject.java());
                if (counts) floors.add(Subject.bareJvm(java, classpath) / 1e6);
            }
        }
        report.figure("save to new answer, " + project.name() + ", p50", Report.Unit.MILLIS, Report.median(floors),
                Report.median(reloads), Report.Goal.atMost(project.goalMillis(), Report.Unit.MILLIS));
        report.figure("save to new answer, " + project.name() + ", p95", Report.Unit.MILLIS,
                Report.percentile(floors, 95), Report.percentile(reloads, 95), Report.Goal.NONE);
        report.figure("old code 50 ms after the save, " + project.name(), Report.Unit.ANSWERS, Double.NaN, stale,
                Report.Goal.atMost(0, Report.Unit.ANSWERS));
    }

    private static void prepare(Project project, Client client) throws IOException {
        if (project.function().equals("list"))
            client.ask(Client.post("/orders", "{\"item\":\"tea\",\"quantity\":1}".getBytes()));
        client.ask(Client.get(project.path()));
        if (client.status() != 200 || !client.body().contains(project.answer().apply(1000))) throw client.wrong();
    }

    /// @param millis from the end of the write to the start of the first answer of the new code
    /// @param stale  answers of old code to requests begun after the promised time
    private record Reloaded(double millis, int stale) {}

    /// None of the answers may fail or be of code that is neither.
    private static Reloaded reload(Project project, Client client, int version) throws Exception {
        var request = Client.get(project.path());
        var saved = new long[1];
        var saver = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(20); // the client is at full speed
                project.save(version);
                saved[0] = System.nanoTime();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        String old = project.answer().apply(version - 1), next = project.answer().apply(version);
        int stale = 0;
        while (true) {
            long begun = System.nanoTime();
            client.ask(request);
            if (client.status() != 200) throw client.wrong();
            if (client.body().contains(next)) break;
            if (!client.body().contains(old)) throw client.wrong();
            if (!saver.isAlive() && begun > saved[0] + PROMISE_NANOS) stale++;
        }
        saver.join();
        return new Reloaded(Math.max(0, client.firstByteAt() - saved[0]) / 1e6, stale);
    }

    /// What the handler's class loader gets.
    private static List<Path> classpath(Project project) throws ConfigException, InterruptedException {
        var config = ConfigReader.read(project.served());
        try (var builder = new JavaBuilder(CacheFolder.of(System.getenv(), System.getProperties()), _ -> {})) {
            return switch (builder.project(config.folder(), config.functions().getFirst()).build(17)) {
                case Built built -> built.classpath();
                case Failed failed -> throw new IllegalStateException(failed.message());
            };
        }
    }

    // --- the projects ---

    private static Project jbangFile(Subject.Scratch scratch) throws IOException {
        IntFunction<String> text = version -> """
                //DEPS com.amazonaws:aws-lambda-java-core:1.4.0

                import com.amazonaws.services.lambda.runtime.Context;
                import com.amazonaws.services.lambda.runtime.RequestHandler;
                import java.util.Map;

                public class Versions implements RequestHandler<Map<String, Object>, Map<String, Object>> {
                    @Override
                    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
                        return Map.of("version", %d);
                    }
                }
                """.formatted(version);
        var file = scratch.file("file/Versions.java", text.apply(1000));
        return new Project("one JBang file", file, file, "Versions", "/", text, version -> "\"version\":" + version,
                150);
    }

    /// A copy of examples/orders whose shared class is edited.
    private static Project orders(Subject.Scratch scratch) throws IOException {
        var example = Path.of("examples/orders");
        try (var files = Files.walk(example)) {
            for (var file : files
                    .filter(file -> Files.isRegularFile(file) && !file.startsWith(example.resolve("target"))).toList())
                scratch.file("orders/" + example.relativize(file), Files.readString(file));
        }
        var edited = scratch.folder().resolve("orders/src/main/java/shop/OrderService.java");
        var original = Files.readString(edited);
        if (!original.contains("return 4;")) throw new IllegalStateException(edited + " has no price to edit");
        IntFunction<String> text = version -> original.replace("return 4;", "return " + version + ";");
        Files.writeString(edited, text.apply(1000));
        return new Project("examples/orders", scratch.folder().resolve("orders"), edited, "list", "/orders", text,
                version -> "\"total\":" + version, 200);
    }

    /// A Maven project of many classes, of which each calls the next; the one in the middle is edited.
    private static Project manyClasses(Subject.Scratch scratch) throws IOException {
        scratch.file("many/pom.xml", """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>many</groupId>
                  <artifactId>many</artifactId>
                  <version>1</version>
                  <properties><maven.compiler.release>17</maven.compiler.release></properties>
                  <dependencies>
                    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.21.0</version></dependency>
                  </dependencies>
                </project>
                """);
        scratch.file("many/smyth.toml", "[handlers.many]\nhandler_path = \"many.Api::handle\"\nurl_path = \"/\"\n");
        scratch.file("many/src/main/java/many/Api.java", """
                package many;

                import com.fasterxml.jackson.databind.ObjectMapper;
                import java.util.Map;

                public class Api {
                    private final ObjectMapper json = new ObjectMapper();

                    public Map<String, Object> handle(Map<String, Object> event) throws Exception {
                        String body = json.writeValueAsString(Map.of("version", new C0().value()));
                        return Map.of("statusCode", 200, "body", body);
                    }
                }
                """);
        IntFunction<String> last = version -> "    public int value() {\n        return " + version + ";\n    }\n";
        for (int i = 0; i < CLASSES; i++)
            scratch.file("many/src/main/java/many/C" + i + ".java", classText(i, i == CLASSES / 2 ? last.apply(1000)
                    : "    public int value() {\n        return new C" + (i + 1) % CLASSES + "().value();\n    }\n"));
        return new Project(CLASSES + " classes and Jackson", scratch.folder().resolve("many"),
                scratch.folder().resolve("many/src/main/java/many/C" + CLASSES / 2 + ".java"),
                "many", "/", version -> classText(CLASSES / 2, last.apply(version)),
                version -> "\"version\":" + version, 400);
    }

    private static String classText(int number, String value) {
        var text = new StringBuilder(
                "package many;\n\nimport java.util.ArrayList;\nimport java.util.List;\nimport "
                        + "java.util.Map;\n\npublic class C"
                        + number + " {\n    private final List<Map<String, Integer>> seen = new ArrayList<>();\n\n"
                        + value);
        for (int i = 0; i < 8; i++) text.append("""

                    public List<Map<String, Integer>> remember%d(String name, int amount) {
                        if (amount > %d) seen.add(Map.of(name, amount));
                        return seen.stream().filter(entry -> entry.containsKey(name)).toList();
                    }
                """.formatted(i, i));
        return text.append("}\n").toString();
    }
}
