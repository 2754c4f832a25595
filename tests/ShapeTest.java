
//DEPS com.tngtech.archunit:archunit:1.5.0
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.Executable;

/// How lib/ hangs together: packages in levels, each library in one place, small files, no circles.
class ShapeTest {
    private static final Path LIB = Path.of("lib");

    /// From the bottom up. A package uses those of lower levels only.
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("invocation", "route", "watch", "journal"),
            Set.of("config", "event", "runtimeapi", "classpath"),
            Set.of("project", "runtime"),
            Set.of("pool"),
            Set.of("http"),
            Set.of("reload"),
            Set.of("Smyth"),
            Set.of("cli"));

    /// What the levels would not allow, and why it may be.
    private static final Map<String, String> SIDEWAYS = Map.of(
            "classpath -> config",
            "a class path is found by the function's settings: source, classpath, build, handler");

    /// Where a library, or a part of the JDK with a purpose of its own, may be used.
    private static final Map<String, Set<String>> ONLY_IN = Map.of(
            "org.tomlj..", Set.of("project"),
            "com.sun.net.httpserver..", Set.of("http"),
            "picocli..", Set.of("cli"),
            "eu.maveniverse..", Set.of("classpath"),
            "org.eclipse.aether..", Set.of("classpath"),
            "javax.tools..", Set.of("classpath"),
            "com.sun.source..", Set.of("classpath"),
            "io.methvin..", Set.of("watch"),
            "tools.jackson..", Set.of("invocation", "event", "http", "cli"));

    /// Who starts processes. Workers are the pool's; the others serve their making.
    private static final Map<String, String> START_PROCESSES = Map.of(
            "smyth.pool.WorkerProcess", "workers",
            "smyth.pool.Guard", "the shell that ends what outlives Smyth",
            "smyth.classpath.CompilerChild", "the compiler's JVM",
            "smyth.classpath.BuildProcess", "the project's own build",
            "smyth.runtime.ClassArchives", "the JVM that makes class archives",
            "smyth.runtime.Programs", "asks Python and Node for their versions, and for syntax errors");

    /// Files of one package that use each other all the same, each circle by its files, and why.
    private static final Map<Set<String>, String> CIRCLES = Map.of();

    private static final Set<String> WORDS_THAT_SAY_NOTHING = Set.of("util", "utils", "common", "manager", "impl");

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("smyth", "worker.java");

    @Test
    void packagesUseLowerLevelsOnly(TestReporter report) {
        var uses = new TreeMap<String, Set<String>>();
        for (var type : CLASSES)
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && !part(type).equals(part(target)))
                    uses.computeIfAbsent(part(type), _ -> new TreeSet<>()).add(part(target));
            }
        var arrows = uses.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(to -> entry.getKey() + " -> " + to)).toList();
        var wrong = arrows.stream().filter(arrow -> !SIDEWAYS.containsKey(arrow)).filter(arrow -> !isDownward(arrow))
                .toList();
        var unused = SIDEWAYS.keySet().stream().filter(arrow -> !arrows.contains(arrow)).toList();

        report.publishEntry("packages", drawn(uses));
        assertEquals(List.of(), wrong, () -> "upward or sideways\n" + drawn(uses));
        assertEquals(List.of(), unused, "exceptions that nothing needs");
    }

    @Test
    void noCircleOfPackages() {
        SlicesRuleDefinition.slices().matching("smyth.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void eachLibraryIsUsedInOnePlace() {
        assertAll(ONLY_IN.entrySet().stream().map(entry -> {
            var places = entry.getValue().stream().map(place -> "smyth." + place + "..").toArray(String[]::new);
            return (Executable) () -> noClasses().that(resideInAPackage("smyth.."))
                    .and(DescribedPredicate.not(resideInAnyPackage(places)))
                    .should().dependOnClassesThat().resideInAPackage(entry.getKey()).check(CLASSES);
        }));
    }

    @Test
    void onlyAFewStartProcesses() {
        var starters = new TreeSet<String>();
        for (var type : CLASSES)
            for (var call : type.getConstructorCallsFromSelf())
                if (call.getTargetOwner().isEquivalentTo(ProcessBuilder.class)) starters.add(outermost(type));
        for (var type : CLASSES)
            for (var call : type.getMethodCallsFromSelf())
                if (call.getTargetOwner().isEquivalentTo(Runtime.class) && call.getTarget().getName().equals("exec"))
                    starters.add(outermost(type));

        assertEquals(new TreeSet<>(START_PROCESSES.keySet()), starters);
    }

    /// What runs inside an execution environment shares no class with the server.
    @Test
    void theWorkerStandsAlone() {
        noClasses().that(resideInAPackage("worker..")).should().dependOnClassesThat().resideInAPackage("smyth..")
                .check(CLASSES);
    }

    /// A class of a package that two others use in both directions cannot be understood by itself.
    @Test
    void filesOfAPackageFormNoCircle(TestReporter report) {
        var circles = new LinkedHashSet<Set<String>>();
        var uses = new HashMap<String, Set<String>>();
        for (var type : CLASSES)
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && target.getPackageName().equals(type.getPackageName())
                        && !outermost(type).equals(outermost(target)))
                    uses.computeIfAbsent(outermost(type), _ -> new HashSet<>()).add(outermost(target));
            }
        for (var file : new TreeSet<>(uses.keySet())) {
            var circle = new TreeSet<String>();
            for (var other : reachable(file, uses)) if (reachable(other, uses).contains(file)) circle.add(other);
            if (!circle.isEmpty()) circles.add(circle);
        }

        report.publishEntry("circles", circles.isEmpty() ? "none"
                : circles.stream()
                        .map(circle -> String.join(", ", circle)).collect(Collectors.joining("\n")));
        assertEquals(CIRCLES.keySet(), circles);
    }

    @Test
    void filesAreSmall(TestReporter report) throws IOException {
        var sizes = new LinkedHashMap<Path, Integer>();
        for (var file : files()) sizes.put(file, Files.readAllLines(file).size());
        var sorted = sizes.values().stream().sorted().toList();
        int median = sorted.get(sorted.size() / 2);
        int ninetieth = sorted.get(sorted.size() * 9 / 10);
        var largest = sizes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();

        report.publishEntry("files of lib/",
                "%d files, %d lines; median %d, 90th percentile %d, largest %d (%s)".formatted(
                        sorted.size(), sorted.stream().mapToInt(Integer::intValue).sum(), median, ninetieth,
                        largest.getValue(), largest.getKey()));
        assertTrue(median < 90, "half of the files have fewer than 90 lines, and the median is " + median);
        assertTrue(ninetieth < 200,
                "nine in ten files have fewer than 200 lines, and the 90th percentile is " + ninetieth);
        assertTrue(largest.getValue() <= 300, largest + " lines; none has more than 300");
    }

    /// A reader looks for a type by its name among the files.
    @Test
    void aTypeThatAnotherFileNamesHasAFileOfItsOwn() {
        var hidden = new TreeSet<String>();
        for (var type : CLASSES) {
            var file = type.getSource().flatMap(source -> source.getFileName()).orElse("");
            if (!type.isTopLevelClass() || file.equals(type.getSimpleName() + ".java")) continue;
            for (var use : type.getDirectDependenciesToSelf())
                if (!use.getOriginClass().getSource().flatMap(source -> source.getFileName()).orElse("").equals(file))
                    hidden.add(type.getName() + " in " + file);
        }

        assertEquals(Set.of(), hidden);
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

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("smyth");
    }

    /// `http` for smyth.http.DevServer, `Smyth` for what lies beside the packages.
    private static String part(JavaClass type) {
        var name = type.getPackageName();
        return name.equals("smyth") ? "Smyth" : name.replaceFirst("^smyth\\.", "");
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> uses) {
        var seen = new HashSet<String>();
        var next = new ArrayDeque<>(uses.getOrDefault(from, Set.of()));
        while (!next.isEmpty()) {
            var file = next.remove();
            if (seen.add(file)) next.addAll(uses.getOrDefault(file, Set.of()));
        }
        return seen;
    }

    private static boolean isDownward(String arrow) {
        var ends = arrow.split(" -> ");
        return level(ends[1]) >= 0 && level(ends[1]) < level(ends[0]) || ends[1].equals("worker.java");
    }

    /// -1 for what is not known here.
    private static int level(String part) {
        return LEVELS.stream().filter(level -> level.contains(part)).findFirst().map(LEVELS::indexOf).orElse(-1);
    }

    private static String drawn(Map<String, Set<String>> uses) {
        return uses.entrySet().stream()
                .sorted((one, other) -> level(other.getKey()) - level(one.getKey()))
                .map(entry -> "%2s  %-12s %s".formatted(level(entry.getKey()), entry.getKey(),
                        String.join(" ", entry.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.walk(LIB)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
