package smyth.classpath;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/// What the directives of a JBang file, and of the files it names, ask for. Only read: nothing is run, JBang is not
/// needed.
///
/// https://www.jbang.dev/documentation/jbang/latest/script-directives.html
///
/// @param release      of `//JAVA 17`; `17+` leaves the choice to the handler's JDK
/// @param minimum      of `//JAVA 17` and of `//JAVA 17+`
record JbangFile(Set<Path> sources, Map<String, Path> files, List<Coordinate> dependencies, List<Path> jars,
        List<Repository> repositories, OptionalInt release,
        OptionalInt minimum, List<String> compileOptions, List<String> runtimeOptions, Set<Path> watched,
        List<Diagnostic> problems) {
    /// Whether a source has directives that say how to build it.
    static boolean hasDirectives(String text) {
        return text.lines().anyMatch(line -> line.startsWith("///usr/bin/env jbang") || line.matches(
                "//(DEPS|SOURCES|FILES|REPOS|JAVA|COMPILE_OPTIONS|JAVAC_OPTIONS|RUNTIME_OPTIONS|JAVA_OPTIONS)\\s.*"));
    }

    static JbangFile read(Path main, Map<String, String> env, Properties system) {
        var reader = new JbangReader(env, system);
        reader.readAll(main);
        return new JbangFile(reader.sources, reader.files, reader.dependencies, reader.jars, reader.repositories,
                reader.release, reader.minimum,
                reader.compileOptions, reader.runtimeOptions, reader.watched, reader.problems);
    }
}
