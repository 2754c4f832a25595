///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Runs Smyth's benchmarks, each beside its floor: ./jbangw bench [--short] [NamePart ...]
//SOURCES ../smyth.java
//SOURCES Benchmark.java
//SOURCES Client.java
//SOURCES Subject.java
//SOURCES Report.java
//SOURCES WarmInvoke.java
//SOURCES ColdStart.java
//SOURCES Reload.java
//SOURCES ReleaseStart.java
//SOURCES ../tests/FileHost.java
//SOURCES floor/BareServer.java
//SOURCES floor/Hello.java
//SOURCES floor/JsonHop.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xlog:disable
//MAIN Benchmarks

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Runs each benchmark in turn, and prints its figures.
final class Benchmarks {
    private Benchmarks() {}

    /// Those whose name has one of the given parts, or all; to be run in Smyth's own folder. `--short` shows within a
    /// minute or so that all of them work.
    public static void main(String[] args) throws Exception {
        var benchmarks = new LinkedHashMap<String, Benchmark>();
        benchmarks.put("WarmInvoke", new WarmInvoke());
        benchmarks.put("ColdStart", new ColdStart());
        benchmarks.put("Reload", new Reload());
        benchmarks.put("ReleaseStart", new ReleaseStart());
        var names = String.join(", ", benchmarks.keySet());
        var parts = new ArrayList<>(List.of(args));
        boolean quick = parts.remove("--short");
        benchmarks.keySet().removeIf(name -> !parts.isEmpty() && parts.stream().noneMatch(name::contains));
        if (benchmarks.isEmpty()) {
            System.err.println("bench: nothing is named " + String.join(" or ", parts) + "; there are " + names);
            System.exit(2);
        }

        var report = new Report(System.out);
        report.machine();
        for (var benchmark : benchmarks.entrySet()) {
            report.begin(benchmark.getKey() + (quick ? ", short: only a sign of life" : ""));
            benchmark.getValue().run(report, quick);
            report.end();
        }
    }
}
