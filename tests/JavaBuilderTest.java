import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.build.BuildResult;
import smyth.build.BuildResult.Built;
import smyth.build.BuildResult.Failed;
import smyth.build.CacheFolder;
import smyth.build.JavaBuilder;
import smyth.config.Config.LogLevel;
import smyth.config.FunctionConfig;
import smyth.config.FunctionConfig.Debug;
import smyth.config.FunctionConfig.Strategy;
import smyth.route.RouteTable.PayloadFormat;

class JavaBuilderTest {
    @TempDir
    Path folder;

    @TempDir
    Path cacheDir;

    private final ConcurrentLinkedQueue<String> progress = new ConcurrentLinkedQueue<>();
    private JavaBuilder builder;

    @BeforeEach
    void open() {
        builder = new JavaBuilder(CacheFolder.of(Map.of("SMYTH_CACHE_DIR", cacheDir.toString()), System.getProperties()), progress::add);
    }

    @AfterEach
    void close() {
        builder.close();
    }

    @Test
    @Tag("slow")
    void jbangFileWithDependenciesCompilesAndGivesAClassPath() throws Exception {
        write("Hello.java", """
                ///usr/bin/env jbang "$0" "$@" ; exit $?
                //JAVA 17+
                //DEPS com.amazonaws:aws-lambda-java-core:1.4.0
                //DEPS com.amazonaws:aws-lambda-java-events:3.16.1

                import com.amazonaws.services.lambda.runtime.Context;
                import com.amazonaws.services.lambda.runtime.RequestHandler;
                import com.amazonaws.services.lambda.runtime.events.SQSEvent;

                public class Hello implements RequestHandler<SQSEvent, String> {
                    public String handleRequest(SQSEvent event, Context context) {
                        return "hello";
                    }
                }
                """);

        var built = built(function("Hello"));

        assertTrue(built.compiled());
        assertTrue(Files.exists(built.classpath().getFirst().resolve("Hello.class")));
        assertEquals(List.of("aws-lambda-java-core-1.4.0.jar", "aws-lambda-java-events-3.16.1.jar", "joda-time-2.10.8.jar"),
                built.classpath().stream().skip(1).map(jar -> jar.getFileName().toString()).toList());
        assertEquals(Set.of(folder.resolve("Hello.java")), built.watched());

        var again = built(function("Hello"));

        assertFalse(again.compiled());
        assertEquals(built.classpath(), again.classpath());
    }

    @Test
    void compileErrorShowsFileLineColumnSourceAndCaret() throws Exception {
        write("Hello.java", """
                //JAVA 17
                public class Hello {
                    public String handle(String name) {
                \t\tFoo foo = null;
                        return name;
                    }
                }
                """);

        var failed = failed(function("Hello::handle"));

        assertEquals("""
                Hello.java:4:3: error: cannot find symbol
                \t\tFoo foo = null;
                \t\t^
                  symbol:   class Foo
                  location: class Hello""", failed.message());
        assertEquals(4, failed.diagnostics().getFirst().line());
        assertEquals(Optional.of(folder.resolve("Hello.java")), failed.diagnostics().getFirst().file());
    }

    private Built built(FunctionConfig function) throws InterruptedException {
        return switch (builder.project(folder, function).build(17)) {
            case Built built -> built;
            case Failed failed -> throw new AssertionError(failed.message());
        };
    }

    private Failed failed(FunctionConfig function) throws InterruptedException {
        return switch (builder.project(folder, function).build(17)) {
            case Built built -> throw new AssertionError("built " + built);
            case Failed failed -> failed;
        };
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static FunctionConfig function(String handler) {
        return function(handler, List.of(), List.of(), Optional.empty());
    }

    private static FunctionConfig function(String handler, List<Path> source, List<String> classpath, Optional<String> build) {
        return new FunctionConfig("f", handler, Optional.empty(), Optional.empty(), Set.of(), PayloadFormat.values()[0], Duration.ofSeconds(900), LogLevel.INFO, 1,
                Strategy.FIRST_WARM, Optional.empty(), source, classpath, build, List.of(), Optional.empty(), Optional.empty(), false, Map.of(), List.of(),
                new Debug.Off(), 0);
    }
}
