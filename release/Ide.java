///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Writes a pom.xml from which an IDE imports this checkout: ./jbangw ide
//SOURCES Artifact.java
//SOURCES Directives.java
//SOURCES Pom.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xlog:disable

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Sources, tests and libraries, as the scripts' own lines have them. To be run in Smyth's own folder; nothing else
/// reads the file.
final class Ide {
    /// What the code in lib/ needs, and folders whose files need more than that.
    private static final List<String> MAIN = List.of("smyth.java", "lib/worker/java/Worker.java");
    private static final List<String> TEST = List.of("tests", "bench", "release");

    private Ide() {}

    public static void main(String[] args) throws IOException {
        var libraries = new LinkedHashMap<String, String>();
        for (var script : MAIN) add(libraries, Path.of(script), "");
        for (var folder : TEST) {
            try (var scripts = Files.list(Path.of(folder))) {
                for (var script : scripts.filter(file -> file.toString().endsWith(".java")).sorted().toList())
                    add(libraries, script, "<scope>test</scope>");
            }
        }
        Files.writeString(Path.of("pom.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Written by ./jbangw ide, for IDEs; Smyth itself is built by JBang. -->
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>%s</groupId>
                  <artifactId>smyth-checkout</artifactId>
                  <version>%s</version>
                  <properties>
                    <maven.compiler.release>%s</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <build>
                    <sourceDirectory>lib</sourceDirectory>
                    <testSourceDirectory>tests</testSourceDirectory>
                    <plugins>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-compiler-plugin</artifactId>
                        <version>3.14.1</version>
                        <configuration>
                          <parameters>true</parameters>
                          <testExcludes>
                            <testExclude>main.java</testExclude>
                            <testExclude>fixtures/**</testExclude>
                            <testExclude>floor/**</testExclude>
                          </testExcludes>
                        </configuration>
                      </plugin>
                      <plugin>
                        <groupId>org.codehaus.mojo</groupId>
                        <artifactId>build-helper-maven-plugin</artifactId>
                        <version>3.6.1</version>
                        <executions>
                          <execution>
                            <?m2e execute onConfiguration?>
                            <phase>generate-sources</phase>
                            <goals><goal>add-test-source</goal></goals>
                            <configuration><sources><source>bench</source><source>release</source></sources></configuration>
                          </execution>
                        </executions>
                      </plugin>
                    </plugins>
                  </build>
                  <dependencies>
                %s
                  </dependencies>
                </project>
                """.formatted(Artifact.GROUP, version(), java(), libraries.entrySet().stream()
                .map(library -> Pom.dependency(library.getKey(), library.getValue()))
                .collect(Collectors.joining("\n"))));
        IO.println("wrote pom.xml; open this folder as a Maven project, or import it again");
    }

    /// The first mention of a library counts.
    private static void add(Map<String, String> libraries, Path script, String scope) throws IOException {
        for (var library : Directives.of(script).libraries()) libraries.putIfAbsent(library, scope);
    }

    private static String version() throws IOException {
        return Directives.of(Path.of("smyth.java")).manifest("Implementation-Version");
    }

    private static String java() throws IOException {
        return Directives.of(Path.of("smyth.java")).text("JAVA").replace("+", "");
    }
}
