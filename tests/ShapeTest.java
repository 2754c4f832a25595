import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// How lib/ hangs together: packages in levels, each library in one place, few files, all of them named where JBang
/// looks.
class ShapeTest {
    private static final Path LIB = Path.of("lib");
    private static final int MOST_FILES = 60; // from a URL each is one request

    /// From the bottom up; a package imports from lower levels only.
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("invocation", "route", "watch", "journal"),
            Set.of("config", "event", "runtimeapi", "build"),
            Set.of("runtime"),
            Set.of("pool", "http"),
            Set.of("reload"),
            Set.of("Smyth"),
            Set.of("cli"));

    /// What the levels would not allow, and why it may be.
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "build -> config",
            "a class path is found by the function's settings: source, classpath, build, handler path",
            "runtime -> worker.java",
            "the worker's class is asked for the jar that it lies in, nothing else of it is used");

    /// Where a library or a class of the JDK may be used: what the code says, and the packages (or single files) that
    /// may say it.
    private static final Map<String, Set<String>> ONLY_IN = Map.ofEntries(
            Map.entry("org\\.tomlj\\.", Set.of("config")),
            Map.entry("com\\.sun\\.net\\.httpserver\\.", Set.of("http")),
            Map.entry("picocli\\.", Set.of("cli")),
            Map.entry("eu\\.maveniverse\\.|org\\.eclipse\\.aether\\.", Set.of("build")),
            Map.entry("javax\\.tools\\.", Set.of("build")),
            Map.entry("io\\.methvin\\.", Set.of("watch")),
            Map.entry("tools\\.jackson\\.", Set.of("event", "http", "cli")),
            // Besides workers there are those that serve their making: the compiler's JVM, the project's own build
            // tool, the JVM that makes class archives.
            Map.entry("ProcessBuilder\\b|getRuntime\\(\\)\\s*\\.exec\\b", Set.of("pool", "build/CompilerJvm.java",
                    "build/BuildTool.java", "runtime/JavaRuntime.java", "runtime/NodeRuntime.java")));

    private static final Set<String> WORDS_THAT_SAY_NOTHING = Set.of("util", "utils", "common", "manager", "impl");

    private static final Pattern NO_CODE = Pattern.compile(
            "\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");
    private static final Pattern OURS = Pattern.compile(
            "\\b(?:smyth\\.(?<part>[a-z]\\w*)\\.[A-Z]|smyth\\.(?<front>[A-Z]\\w*)|(?<worker>worker\\.java)\\.[A-Z])");
    private static final Pattern SOURCES = Pattern.compile("(?m)^//SOURCES (.+\\.java)$");

    @Test
    void packagesImportFromLowerLevelsOnly(TestReporter report) throws IOException {
        var imports = new TreeMap<String, Set<String>>();
        for (var file : files()) {
            var used = imports.computeIfAbsent(part(file), _ -> new TreeSet<>());
            OURS.matcher(code(file)).results().map(ShapeTest::part).filter(other -> !other.equals(part(file)))
                    .forEach(used::add);
        }

        var wrong = new ArrayList<String>();
        imports.forEach((part, others) -> others.stream().map(other -> part + " -> " + other)
                .filter(arrow -> !EXCEPTIONS.containsKey(arrow))
                .filter(arrow -> !isDownward(part, arrow.substring(part.length() + 4))).forEach(wrong::add));
        var unused = new ArrayList<>(EXCEPTIONS.keySet());
        imports.forEach((part, others) -> others.forEach(other -> unused.remove(part + " -> " + other)));

        report.publishEntry("imports", drawn(imports));
        assertEquals(List.of(), wrong, "upward or sideways\n" + drawn(imports));
        assertEquals(List.of(), unused, "exceptions that nothing needs");
    }

    private static boolean isDownward(String from, String to) {
        return level(to) >= 0 && level(to) < level(from);
    }

    /// -1 for what stands apart, or is not known here.
    private static int level(String part) {
        return LEVELS.stream().filter(level -> level.contains(part)).findFirst().map(LEVELS::indexOf).orElse(-1);
    }

    private static String drawn(Map<String, Set<String>> imports) {
        return imports.entrySet().stream().sorted((one, other) -> level(other.getKey()) - level(one.getKey()))
                .map(entry -> "%2s  %-12s %s".formatted(level(entry.getKey()) < 0 ? "" : level(entry.getKey()),
                        entry.getKey(), String.join(" ", entry.getValue())).stripTrailing())
                .collect(joining("\n"));
    }

    @Test
    void eachLibraryIsUsedInOnePlace() throws IOException {
        var wrong = new ArrayList<String>();
        for (var file : files()) {
            if (isWorker(file)) continue;
            ONLY_IN.forEach((library, places) -> {
                if (places.contains(part(file)) || places.contains(name(file))) return;
                Pattern.compile("\\b(?:" + library + ")").matcher(code(file)).results().findFirst()
                        .ifPresent(found -> wrong.add(name(file) + " uses " + found.group() + ", which only "
                                + new TreeSet<>(places) + " may"));
            });
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void libHasFewFiles() throws IOException {
        var files = files();

        assertTrue(files.size() <= MOST_FILES,
                () -> "lib/ has " + files.size() + " Java files, at most " + MOST_FILES + " are allowed:\n"
                        + files.stream().collect(java.util.stream.Collectors.groupingBy(ShapeTest::part, TreeMap::new,
                                java.util.stream.Collectors.counting())));
    }

    @Test
    void smythJavaNamesTheFrontFileOfEachPackageAndThatTheOthers() throws IOException {
        var script = Files.readString(Path.of("smyth.java"));
        var fronts = new HashSet<>(sources(script).map(name -> Path.of("").resolve(name)).toList());
        Pattern.compile("(?m)^//DEPS (lib/.+\\.java)$").matcher(script).results()
                .forEach(dependency -> fronts.add(Path.of(dependency.group(1))));
        var named = new HashSet<>(fronts);
        for (var front : fronts)
            sources(Files.readString(front)).forEach(name -> named.add(front.resolveSibling(name)));
        var there = new HashSet<>(files());

        assertEquals(Set.of(), without(there, named), "not named in the front file of their package");
        assertEquals(Set.of(), without(named, there), "named, but not there");
        for (var front : fronts)
            assertEquals(1, fronts.stream().filter(other -> other.getParent().equals(front.getParent())).count(),
                    front.getParent() + " has more than one front file in smyth.java");
    }

    private static java.util.stream.Stream<String> sources(String text) {
        return SOURCES.matcher(text).results().map(found -> found.group(1));
    }

    private static Set<Path> without(Set<Path> these, Set<Path> those) {
        var rest = new TreeSet<>(these);
        rest.removeAll(those);
        return rest;
    }

    @Test
    void namesSayWhatIsInside() throws IOException {
        var empty = new TreeSet<String>();
        for (var file : files())
            for (var part : LIB.relativize(file))
                for (var word : part.toString().replaceFirst("\\.java$", "").split("(?<=[a-z0-9])(?=[A-Z])"))
                    if (WORDS_THAT_SAY_NOTHING.contains(word.toLowerCase())) empty.add(file.toString());

        assertEquals(Set.of(), empty);
    }

    // --- infra ---

    private static List<Path> files() throws IOException {
        try (var files = Files.walk(LIB)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static boolean isWorker(Path file) {
        return file.startsWith(LIB.resolve("worker"));
    }

    /// `http` for lib/smyth/http/DevServer.java, `Smyth` for lib/smyth/Smyth.java, `worker.java` for the worker.
    private static String part(Path file) {
        if (isWorker(file)) return LIB.relativize(file.getParent()).toString().replace('\\', '/').replace('/', '.');
        return name(file).replaceFirst("/.*|\\.java$", "");
    }

    private static String part(MatchResult use) {
        return use.group("part") != null ? use.group("part")
                : use.group("front") != null ? use.group("front") : use.group("worker");
    }

    /// `http/DevServer.java`
    private static String name(Path file) {
        return LIB.resolve("smyth").relativize(file).toString().replace('\\', '/');
    }

    /// Without comments and texts.
    private static String code(Path file) {
        try {
            return NO_CODE.matcher(Files.readString(file)).replaceAll(" ").replaceFirst("(?m)^package .*$", "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
