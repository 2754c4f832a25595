import static java.util.stream.Collectors.joining;

import java.util.List;

/// The project description that Maven repositories want beside a jar, with all that Maven Central asks for.
final class Pom {
    private static final String SITE = "https://github.com/mirumee/smyth-java";

    private Pom() {}

    static String of(Artifact artifact) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <name>%s</name>
                  <description>%s</description>
                  <url>%s</url>
                  <licenses>
                    <license>
                      <name>BSD-3-Clause</name>
                      <url>https://opensource.org/license/bsd-3-clause</url>
                      <distribution>repo</distribution>
                    </license>
                  </licenses>
                  <developers>
                    <developer>
                      <name>Mirumee Software</name>
                      <organization>Mirumee Software</organization>
                      <organizationUrl>https://mirumee.com</organizationUrl>
                    </developer>
                  </developers>
                  <scm>
                    <connection>scm:git:%7$s.git</connection>
                    <developerConnection>scm:git:git@github.com:mirumee/smyth-java.git</developerConnection>
                    <tag>v%3$s</tag>
                    <url>%7$s</url>
                  </scm>
                  <dependencyManagement>
                    <dependencies>
                %8$s
                    </dependencies>
                  </dependencyManagement>
                  <dependencies>
                %9$s
                  </dependencies>
                </project>
                """.formatted(Artifact.GROUP, artifact.name(), artifact.version(), escaped(artifact.title()),
                escaped(artifact.description()), SITE, SITE,
                dependencies(artifact.managed()), dependencies(artifact.dependencies()));
    }

    private static String dependencies(List<String> libraries) {
        return libraries.stream().map(library -> dependency(library, "")).collect(joining("\n"));
    }

    /// @param library `group:artifact:version`
    /// @param more    further elements, such as `<scope>test</scope>`
    static String dependency(String library, String more) {
        var parts = library.split(":");
        return "    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>"
                .formatted(parts[0], parts[1], parts[2], more);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
