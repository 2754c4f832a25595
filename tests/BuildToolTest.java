import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import smyth.classpath.BuildResult.Built;

@Tag("slow")
class BuildToolTest extends BuilderRig {
    @Test
    void mavenProjectIsCompiledWithoutMaven() throws Exception {
        pom("pom.xml", """
                <properties><maven.compiler.release>17</maven.compiler.release></properties>
                <dependencies>
                  <dependency><groupId>com.amazonaws</groupId><artifactId>aws-lambda-java-core</artifactId><version>1.4.0</version></dependency>
                  <dependency><groupId>org.opentest4j</groupId><artifactId>opentest4j</artifactId><version>1.3.0</version><scope>test</scope></dependency>
                </dependencies>
                """);
        write("src/main/java/shop/Orders.java", """
                package shop;
                public class Orders implements com.amazonaws.services.lambda.runtime.RequestHandler<String, String> {
                    public String handleRequest(String name, com.amazonaws.services.lambda.runtime.Context context) { return name; }
                }
                """);
        write("src/main/resources/a.txt", "a");
        write("target/generated-sources/tool/shop/Made.java", "package shop; class Made {}");
        var project = builder.project(folder, function("shop.Orders"));

        var built = built(function("shop.Orders"));

        assertEquals("Maven project pom.xml", project.description());
        assertEquals(17, project.release().getAsInt());
        assertTrue(Files.exists(built.classpath().get(0).resolve("shop/Orders.class")));
        assertTrue(Files.exists(built.classpath().get(0).resolve("shop/Made.class")));
        assertEquals(List.of(folder.resolve("src/main/resources").toString(), "aws-lambda-java-core-1.4.0.jar"),
                built.classpath().stream().skip(1)
                        .map(path -> path.toString().endsWith(".jar") ? path.getFileName().toString() : path.toString())
                        .toList());
        assertEquals(Set.of("pom.xml", "src/main/java", "src/main/resources", "target/generated-sources/tool"),
                watched(built));

        progress.clear();
        endCompilers();
        assertEquals(built.classpath(), built(function("shop.Orders")).classpath());
        assertEquals(List.of(), compilers(), "it was compiled again");
        assertEquals(List.of(), List.copyOf(progress));
        pom("pom.xml", "<properties><maven.compiler.release>11</maven.compiler.release></properties>");
        assertEquals(11, project.release().getAsInt());
        assertTrue(progress.contains("reading Maven project pom.xml"));
    }

    @Test
    void lombokAndMapstructWork() throws Exception {
        pom("pom.xml", """
                <properties><maven.compiler.release>17</maven.compiler.release></properties>
                <dependencies>
                  <dependency><groupId>org.projectlombok</groupId><artifactId>lombok</artifactId><version>1.18.42</version><scope>provided</scope></dependency>
                  <dependency><groupId>org.mapstruct</groupId><artifactId>mapstruct</artifactId><version>1.6.3</version></dependency>
                </dependencies>
                <build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration>
                  <compilerArgs><arg>-Amapstruct.defaultComponentModel=default</arg></compilerArgs>
                  <annotationProcessorPaths>
                    <path><groupId>org.projectlombok</groupId><artifactId>lombok</artifactId><version>1.18.42</version></path>
                    <path><groupId>org.projectlombok</groupId><artifactId>lombok-mapstruct-binding</artifactId><version>0.2.0</version></path>
                    <path><groupId>org.mapstruct</groupId><artifactId>mapstruct-processor</artifactId><version>1.6.3</version></path>
                  </annotationProcessorPaths>
                </configuration></plugin></plugins></build>
                """);
        write("src/main/java/shop/Order.java",
                "package shop; @lombok.Data public class Order { private String name; }");
        write("src/main/java/shop/Invoice.java",
                "package shop; @lombok.Data public class Invoice { private String name; }");
        write("src/main/java/shop/Mapper.java",
                "package shop; @org.mapstruct.Mapper public interface Mapper { Invoice invoice(Order order); }");
        write("src/main/java/shop/Handler.java",
                "package shop; public class Handler { public String handle(Order order) { return order.getName(); } }");

        var built = built(function("shop.Handler::handle"));

        assertTrue(Files.exists(built.classpath().getFirst().resolve("shop/MapperImpl.class")));
        assertFalse(built.classpath().stream().anyMatch(path -> path.getFileName().toString().startsWith("lombok")),
                built.classpath().toString());
    }

    @Test
    void settingsOfTheExecutionThatCompilesCount() throws Exception {
        pom("pom.xml", """
                <properties><maven.compiler.release>17</maven.compiler.release></properties>
                <dependencies>
                  <dependency><groupId>org.mapstruct</groupId><artifactId>mapstruct</artifactId><version>1.6.3</version></dependency>
                </dependencies>
                <build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId>
                  <configuration><release>11</release><compilerArgs><arg>-Xlint:all</arg></compilerArgs></configuration>
                  <executions>
                    <execution><id>default-compile</id><configuration>
                      <annotationProcessorPaths>
                        <path><groupId>org.mapstruct</groupId><artifactId>mapstruct-processor</artifactId><version>1.6.3</version></path>
                      </annotationProcessorPaths>
                    </configuration></execution>
                    <execution><id>default-testCompile</id><configuration><release>8</release></configuration></execution>
                  </executions>
                </plugin></plugins></build>
                """);
        write("src/main/java/shop/Order.java", "package shop; public class Order { public String name; }");
        write("src/main/java/shop/Invoice.java", "package shop; public class Invoice { public String name; }");
        write("src/main/java/shop/Mapper.java",
                "package shop; @org.mapstruct.Mapper public interface Mapper { Invoice invoice(Order order); }");

        var built = built(function("shop.Mapper"));

        assertTrue(Files.exists(built.classpath().getFirst().resolve("shop/MapperImpl.class")));
        assertEquals(11, builder.project(folder, function("shop.Mapper")).release().getAsInt());
    }

    @Test
    void sourcesAreReadInTheEncodingThatThePomNames() throws Exception {
        pom("pom.xml", "<properties><maven.compiler.release>17</maven.compiler.release>"
                + "<project.build.sourceEncoding>ISO-8859-1</project.build.sourceEncoding></properties>");
        Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(folder.resolve("src/main/java/Handler.java"),
                "public class Handler { public static String WORD = \"Grüße\"; }", StandardCharsets.ISO_8859_1);

        assertEquals("Grüße", word(built(function("Handler"))));

        pom("pom.xml", "<properties><maven.compiler.release>17</maven.compiler.release>"
                + "<project.build.sourceEncoding>ISO-8859-1</project.build.sourceEncoding></properties>"
                + "<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration>"
                + "<encoding>UTF-8</encoding></configuration></plugin></plugins></build>");
        write("src/main/java/Handler.java", "public class Handler { public static String WORD = \"Grüße\"; }");

        assertEquals("Grüße", word(built(function("Handler"))), "the plugin's own counts more");
    }

    private static String word(Built built) throws Exception {
        try (var loader = new URLClassLoader(new URL[] {built.classpath().getFirst().toUri().toURL()}, null)) {
            return (String) loader.loadClass("Handler").getField("WORD").get(null);
        }
    }

    @Test
    void previewFeaturesAreOnWhereTheCompilerPluginSaysSo() throws Exception {
        pom("pom.xml", """
                <build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId>
                  <configuration><release>25</release><enablePreview>true</enablePreview></configuration>
                </plugin></plugins></build>
                """);
        write("src/main/java/Handler.java", "public class Handler { public String handle(int n) "
                + "{ return switch (n) { case byte b -> \"small \" + b; case int i -> \"large \" + i; }; } }");

        var result = builder.project(folder, function("Handler::handle")).build(25);

        assertInstanceOf(Built.class, result, result.toString());
    }

    @Test
    void resourcesMayHaveATargetPathAndLeaveFilesOut() throws Exception {
        pom("pom.xml", """
                <properties><maven.compiler.release>17</maven.compiler.release></properties>
                <build><resources>
                  <resource><directory>src/main/resources</directory></resource>
                  <resource><directory>config</directory><targetPath>settings</targetPath></resource>
                  <resource><directory>more</directory>
                    <includes><include>**/*.txt</include><include>all/</include></includes>
                    <excludes><exclude>**/secret*</exclude></excludes></resource>
                </resources></build>
                """);
        write("src/main/java/Handler.java", "public class Handler {}");
        write("src/main/resources/plain.txt", "plain");
        write("config/rates.properties", "eur=1.17");
        for (var name : List.of("a.txt", "deep/er/b.txt", "c.xml", "all/d.xml", "deep/secret.txt"))
            write("more/" + name, name);

        var built = built(function("Handler"));
        var copies = built.classpath().get(1);

        try (var files = Files.walk(copies)) {
            assertEquals(Set.of("settings/rates.properties", "a.txt", "deep/er/b.txt", "all/d.xml"),
                    files.filter(Files::isRegularFile).map(file -> copies.relativize(file).toString())
                            .collect(Collectors.toSet()));
        }
        assertEquals(folder.resolve("src/main/resources"), built.classpath().get(2));
        assertTrue(built.watched().containsAll(Set.of(folder.resolve("config"), folder.resolve("more"))));
        write("config/rates.properties", "eur=1.18");
        assertEquals("eur=1.18", Files.readString(
                built(function("Handler")).classpath().get(1).resolve("settings/rates.properties")));
    }

    @Test
    void theConfiguredSourceChoosesTheModule() throws Exception {
        write("pom.xml", project("shop", "<packaging>pom</packaging><modules><module>orders</module>"
                + "<module>users</module></modules><properties><maven.compiler.release>17</maven.compiler.release>"
                + "</properties>"));
        var parent = "<parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version></parent>";
        write("orders/pom.xml", project("orders", parent));
        write("users/pom.xml", project("users", parent + "<dependencies><dependency><groupId>com.amazonaws</groupId>"
                + "<artifactId>aws-lambda-java-core</artifactId><version>1.4.0</version></dependency></dependencies>"));
        write("orders/src/main/java/acme/Handler.java", "package acme; public class Handler {}");
        write("users/src/main/java/acme/Handler.java",
                "package acme; public class Handler { com.amazonaws.services.lambda.runtime.Context context; }");

        var orders = built(function("acme.Handler", List.of(folder.resolve("orders/src/main/java")), List.of(),
                Optional.empty()));
        var users = built(function("acme.Handler", List.of(folder.resolve("users/src/main/java")), List.of(),
                Optional.empty()));

        assertTrue(orders.classpath().stream().noneMatch(entry -> entry.toString().endsWith(".jar")));
        assertTrue(users.classpath().stream().anyMatch(entry -> entry.endsWith("aws-lambda-java-core-1.4.0.jar")));
        assertNotEquals(orders.classpath().getFirst(), users.classpath().getFirst());
    }

    @Test
    void modulesOfTheSameBuildAreSources() throws Exception {
        write("pom.xml",
                project("shop",
                        "<packaging>pom</packaging><modules><module>api</module><module>orders</module></modules>"
                                + "<properties><maven.compiler.release>17</maven.compiler.release></properties>"));
        var parent = "<parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version></parent>";
        write("api/pom.xml", project("api", parent));
        write("orders/pom.xml", project("orders", parent
                + "<dependencies><dependency><groupId>shop</groupId><artifactId>api</artifactId><version>"
                + "${project.version}</version></dependency></dependencies>"));
        write("api/src/main/java/shop/Api.java", "package shop; public class Api {}");
        write("orders/src/main/java/shop/Orders.java",
                "package shop; public class Orders { public String handle(Api api) { return \"\"; } }");

        var built = built(function("shop.Orders::handle"));

        assertTrue(Files.exists(built.classpath().getFirst().resolve("shop/Api.class")));
        assertEquals(Set.of("pom.xml", "api/pom.xml", "orders/pom.xml", "api/src/main/java", "orders/src/main/java",
                "api/src/main/resources", "orders/src/main/resources"), watched(built));
    }

    @Test
    void optionsThatTheProjectGivesMavenCount() throws Exception {
        pom("pom.xml", "<properties><maven.compiler.release>${java}</maven.compiler.release></properties>");
        write(".mvn/maven.config", "-q -Djava=11\n");
        write("src/main/java/Orders.java", "class Orders {}");

        assertEquals(11, builder.project(folder, function("Orders")).release().getAsInt());
        assertTrue(watched(built(function("Orders"))).contains(".mvn/maven.config"));
    }

    @Test
    void missingDependencyOfAPomIsNamed() throws Exception {
        pom("pom.xml",
                "<dependencies><dependency><groupId>com.amazonaws</groupId><artifactId>"
                        + "aws-lambda-java-core</artifactId><version>99.9.9</version></dependency></dependencies>");
        write("src/main/java/Orders.java", "class Orders {}");

        assertEquals(
                "pom.xml: error: com.amazonaws:aws-lambda-java-core:99.9.9 was not found in central "
                        + "(https://repo.maven.apache.org/maven2/); "
                        + "check group, artifact and version, or name its repository in the pom.xml",
                failed(function("Orders")).message());
    }

    @Test
    void brokenPomIsReported() throws Exception {
        write("pom.xml", "<project><oops");

        assertTrue(failed(function("Orders")).message().startsWith("pom.xml: error: "),
                failed(function("Orders")).message());
    }

    @Test
    void filteredResourcesAreTakenFromTheLastBuildWhereItIsNewer() throws Exception {
        pom("pom.xml",
                "<build><resources><resource><directory>src/main/resources</directory><filtering>"
                        + "true</filtering></resource></resources></build>");
        write("src/main/java/Orders.java", "class Orders {}");
        write("src/main/resources/a.properties", "version=${project.version}");
        write("target/classes/a.properties", "version=1");

        var built = built(function("Orders"));

        assertEquals("version=1", Files.readString(built.classpath().get(1).resolve("a.properties")));
        assertEquals(folder.resolve("src/main/resources"), built.classpath().get(2));
    }

    @Test
    void classesOfTheLastBuildAreServedWhenOursFails() throws Exception {
        pom("pom.xml", "");
        write("src/main/java/Orders.java", "class Orders { OnlyMavenMakesThis made; }");
        write("target/classes/Orders.class", "made by Maven");
        progress.clear();

        var built = built(function("Orders"));

        assertEquals("made by Maven", Files.readString(built.classpath().getFirst().resolve("Orders.class")));
        assertTrue(progress.stream().anyMatch(line -> line
                .startsWith("Smyth could not compile Maven project pom.xml and serves the classes of the last build in "
                        + folder.resolve("target/classes")
                        + "; set build = \"mvn -q process-classes\" to have it built after each "
                        + "change\nsrc/main/java/Orders.java:1:16: error: cannot find symbol")),
                progress.toString());

        Files.setLastModifiedTime(folder.resolve("target/classes/Orders.class"),
                FileTime.from(Instant.now().minusSeconds(60)));
        assertTrue(failed(function("Orders")).message()
                .startsWith("src/main/java/Orders.java:1:16: error: cannot find symbol"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void pluginThatMakesClassesIsLeftToMaven() throws Exception {
        pom("pom.xml",
                "<build><plugins><plugin><groupId>org.jetbrains.kotlin</groupId><artifactId>"
                        + "kotlin-maven-plugin</artifactId><version>2.2.0</version></plugin></plugins></build>");
        write("src/main/kotlin/Orders.kt", "class Orders");
        script("mvnw", "mkdir -p target/classes && cp src/main/kotlin/Orders.kt target/classes/Orders.class");

        var built = built(function("Orders"));

        assertEquals("class Orders", Files.readString(built.classpath().getFirst().resolve("Orders.class")));
        write("src/main/kotlin/Orders.kt", "class Orders2");
        assertEquals("class Orders2",
                Files.readString(built(function("Orders")).classpath().getFirst().resolve("Orders.class")));
        assertEquals("class Orders", Files.readString(built.classpath().getFirst().resolve("Orders.class")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void buildCommandReplacesTheCompilerAndItsOutputIsTheError() throws Exception {
        write("src/Orders.java", "fine");
        var command = "grep -q fine src/Orders.java || { echo 'not fine'; exit 3; }; mkdir -p out && cp "
                + "src/Orders.java out/Orders.class && echo run >> runs";
        var function = function("Orders", List.of(), List.of("out"), Optional.of(command));

        var built = built(function);

        assertEquals("fine", Files.readString(built.classpath().getFirst().resolve("Orders.class")));
        assertEquals(Set.of("src"), watched(built));
        assertEquals(built.classpath(), built(function).classpath());
        assertEquals("run\n", Files.readString(folder.resolve("runs")));
        write("src/Orders.java", "broken");
        assertEquals(command + " ended with code 3\nnot fine", failed(function).message());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void gradleProjectIsAskedOnceForItsClassPath() throws Exception {
        write("build.gradle", "");
        write("src/main/java/shop/Orders.java", "package shop; public class Orders {}");
        Files.createDirectories(folder.resolve("libs"));
        Files.copy(Path.of(Test.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                folder.resolve("libs/a.jar"));
        script("gradlew", """
                echo asked >> asked
                case "$*" in *"--init-script "*smythModel) ;; *) exit 9;; esac
                printf 'Welcome to Gradle\\nsmyth\\tproject\\t%s\\nsmyth\\tsource\\t%s/src/main/java\\nsmyth\\tjar\\t%s/libs/a.jar\\nsmyth\\toption\\t-proc:none\\nsmyth\\trelease\\t17\\n' "$PWD" "$PWD" "$PWD"
                """);

        var built = built(function("shop.Orders"));

        assertEquals("Gradle project build.gradle", builder.project(folder, function("shop.Orders")).description());
        assertTrue(Files.exists(built.classpath().get(0).resolve("shop/Orders.class")));
        assertEquals(folder.resolve("libs/a.jar"), built.classpath().get(1));
        assertEquals(Set.of("build.gradle", "src/main/java"), watched(built));
        built(function("shop.Orders"));
        assertEquals("asked\n", Files.readString(folder.resolve("asked")));
        write("build.gradle", "// changed");
        built(function("shop.Orders"));
        assertEquals("asked\nasked\n", Files.readString(folder.resolve("asked")));
    }

    private Set<String> watched(Built built) {
        return built.watched().stream().map(path -> folder.relativize(path).toString().replace('\\', '/'))
                .collect(java.util.stream.Collectors.toSet());
    }

    private void pom(String name, String body) throws IOException {
        write(name, project("shop", body));
    }

    private static String project(String artifact, String body) {
        var own = body.startsWith("<parent>") ? "" : "<groupId>shop</groupId><version>1</version>";
        return "<project><modelVersion>4.0.0</modelVersion>" + own + "<artifactId>" + artifact + "</artifactId>" + body
                + "</project>";
    }

    private void script(String name, String body) throws IOException {
        write(name, "#!/bin/sh\n" + body);
        assertTrue(folder.resolve(name).toFile().setExecutable(true));
    }
}
