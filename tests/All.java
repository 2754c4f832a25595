///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Runs the tests: jbang tests/All.java [quick] [NamePart ...]
//DEPS org.junit.jupiter:junit-jupiter:5.14.1
//DEPS org.junit.platform:junit-platform-launcher:1.14.1
//DEPS com.amazonaws:aws-lambda-java-events:3.16.1
//DEPS joda-time:joda-time:2.10.8
//SOURCES ../smyth.java
//SOURCES TestProject.java
//SOURCES ClientRig.java
//SOURCES *Test.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xlog:disable
//MAIN All

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Every `…Test` class of this script's own jar, or those whose name has one of the given parts. `quick` leaves out what is tagged slow.
void main(String[] args) throws Exception {
    var names = new ArrayList<>(List.of(args));
    boolean quick = names.remove("quick");
    var jar = Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClasspathRoots(Set.of(jar)))
            .filters(includeClassNamePatterns(names.isEmpty() ? ".*Test" : ".*(" + String.join("|", names) + ").*Test|.*(" + String.join("|", names) + ")"));
    if (quick) request.filters(excludeTags("slow"));
    var summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request.build(), summary, new Progress());
    var sum = summary.getSummary();
    sum.printFailuresTo(new PrintWriter(System.out, true), 12);
    IO.println("%.1f s".formatted((sum.getTimeFinished() - sum.getTimeStarted()) / 1000.0));
    IO.println("%d passed, %d failed, %d skipped".formatted(sum.getTestsSucceededCount(), sum.getTotalFailureCount(), sum.getTestsSkippedCount() + sum.getTestsAbortedCount()));
    System.exit(sum.getTotalFailureCount() > 0 || sum.getTestsFoundCount() == 0 ? 1 : 0);
}

static final class Progress implements TestExecutionListener {
    private final java.util.Map<String, Long> begun = new java.util.concurrent.ConcurrentHashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        IO.println("skip       " + test.getLegacyReportingName() + "  " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() && result.getStatus() == Status.SUCCESSFUL) return;
        if (result.getStatus() == Status.ABORTED) {
            executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
            return;
        }
        IO.println("%s %5d ms  %s  %s".formatted(result.getStatus() == Status.SUCCESSFUL ? "ok  " : "FAIL",
                (System.nanoTime() - begun.get(test.getUniqueId())) / 1_000_000, test.getLegacyReportingName(),
                test.getParentIdObject().map(parent -> parent.getLastSegment().getValue()).orElse("")));
    }
}
