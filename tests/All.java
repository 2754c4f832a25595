///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Runs the tests: jbang tests/All.java [quick] [NamePart ...]
//DEPS org.junit.jupiter:junit-jupiter:5.14.1
//DEPS org.junit.platform:junit-platform-launcher:1.14.1
//DEPS com.amazonaws:aws-lambda-java-events:3.16.1
//DEPS joda-time:joda-time:2.10.8
//SOURCES ../smyth.java
//SOURCES TestProject.java
//SOURCES BuilderRig.java
//SOURCES ClientRig.java
//SOURCES FileHost.java
//SOURCES WireRig.java
//SOURCES *Test.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xlog:disable
//MAIN All

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Most of what tests do is wait for other processes. Slow ones measure, and get the machine for themselves.
static final Map<String, String> TWO_CLASSES_AT_ONCE = Map.of("junit.jupiter.execution.parallel.enabled", "true",
        "junit.jupiter.execution.parallel.mode.default", "same_thread", "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
        "junit.jupiter.execution.parallel.config.strategy", "fixed", "junit.jupiter.execution.parallel.config.fixed.parallelism", "2",
        "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "2");

/// Every `…Test` class of this script's own jar, or those whose name has one of the given parts. `quick` leaves out
/// what is tagged slow, and shows one line per class and what failed.
///
/// Temporary files go into a folder of this run alone; what a test leaves there fails the run.
void main(String[] args) throws Exception {
    var temporary = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "smyth-tests-" + ProcessHandle.current().pid()));
    System.setProperty("java.io.tmpdir", temporary.toRealPath().toString());
    var names = new ArrayList<>(List.of(args));
    boolean quick = names.remove("quick");
    var jar = Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClasspathRoots(Set.of(jar)))
            .filters(includeClassNamePatterns(names.isEmpty() ? ".*Test" : ".*(" + String.join("|", names) + ").*Test|.*(" + String.join("|", names) + ")"));
    if (quick) request.filters(excludeTags("slow")).configurationParameters(TWO_CLASSES_AT_ONCE);
    var summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request.build(), summary, new Progress(!quick));
    var sum = summary.getSummary();
    sum.printFailuresTo(new PrintWriter(System.out, true), 12);
    IO.println("%.1f s".formatted((sum.getTimeFinished() - sum.getTimeStarted()) / 1000.0));
    IO.println("%d passed, %d failed, %d skipped".formatted(sum.getTestsSucceededCount(), sum.getTotalFailureCount(), sum.getTestsSkippedCount() + sum.getTestsAbortedCount()));
    var left = removed(temporary);
    if (!left.isEmpty()) IO.println("tests left files in the temporary folder: " + String.join(", ", left));
    System.exit(sum.getTotalFailureCount() > 0 || sum.getTestsFoundCount() == 0 || !left.isEmpty() ? 1 : 0);
}

/// Removes the folder. @return the names of what was in it
static List<String> removed(Path folder) throws IOException {
    List<String> names;
    try (var entries = Files.list(folder)) {
        names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
    try (var all = Files.walk(folder)) {
        for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    }
    return names;
}

/// One line per class and per failure as they end; with `all` also one per test, where the cases that a test makes of
/// files are one line for each folder.
static final class Progress implements TestExecutionListener {
    private final boolean all;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, Integer> passed = new HashMap<>(); // by every node above the test
    private TestPlan plan;

    Progress(boolean all) {
        this.all = all;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        this.plan = plan;
    }

    @Override
    public synchronized void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        IO.println("skip            " + name(test) + "  " + reason);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        if (all) entry.getKeyValuePairs().forEach((key, text) -> IO.println("---- " + key + "\n" + text));
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
            return;
        }
        boolean ok = result.getStatus() == Status.SUCCESSFUL;
        if (ok && test.isTest()) above(test).forEach(node -> passed.merge(node.getUniqueId(), 1, Integer::sum));
        if (!ok) print("FAIL", test, name(test));
        else if (isClass(test)) print("ok  ", test, name(test) + "  " + passed.getOrDefault(test.getUniqueId(), 0) + " passed");
        else if (all && test.isTest() && !isCase(test)) print("ok  ", test, "  " + name(test));
        else if (all && type(test).equals("dynamic-container")) print("ok  ", test, "  " + name(test) + "  " + passed.getOrDefault(test.getUniqueId(), 0) + " cases");
    }

    private void print(String how, TestIdentifier test, String text) {
        IO.println("%s %6d ms  %s".formatted(how, (System.nanoTime() - begun.get(test.getUniqueId())) / 1_000_000, text));
    }

    /// `EventMappingTest events http-api/cookies event`
    private String name(TestIdentifier test) {
        var names = new ArrayList<>(List.of(test.getDisplayName().replaceFirst("\\(.*\\)$", "")));
        for (var node : above(test))
            if (!type(node).equals("engine") && !type(node).equals("dynamic-container")) names.addFirst(node.getDisplayName().replaceFirst("\\(.*\\)$", ""));
        return String.join(" ", names);
    }

    private List<TestIdentifier> above(TestIdentifier test) {
        return Stream.iterate(plan.getParent(test), Optional::isPresent, node -> plan.getParent(node.get())).map(Optional::get).toList();
    }

    private static boolean isCase(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().stream().anyMatch(segment -> segment.getType().equals("dynamic-container"));
    }

    private static boolean isClass(TestIdentifier test) {
        return type(test).equals("class");
    }

    private static String type(TestIdentifier test) {
        return test.getUniqueIdObject().getLastSegment().getType();
    }
}
