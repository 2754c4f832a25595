import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Reload upon reload, and nothing grows. `SMYTH_RELOADS=500` asks for that many; without it there are 60.
@Tag("slow")
class FlatTest {
    private static final int RELOADS = Integer.parseInt(System.getenv().getOrDefault("SMYTH_RELOADS", "60"));
    private static final int SMALL_HEAP_CHANGE = 10; // MB
    private static final int COMPILER_MEMORY = 512; // MB: its heap may grow until it is worth a collection

    @Test
    void serverIsAsSmallAfterTheLastReloadAsAfterTheFirstFifth(TestReporter report) throws Exception {
        try (var project = TestProject.of("""
                [handlers.f]
                handler_path = "F::handle"
                url_path = "/f"
                source = "src"
                [handlers.g]
                handler_path = "F::handle"
                url_path = "/g"
                source = "src"
                """).file("src/F.java", code(0)).file("src/Helper.java", helper(0)).start()) {
            ask(project, 0);

            var samples = new ArrayList<Usage>();
            for (int version = 1; version <= RELOADS; version++) {
                project.file("src/Helper.java", helper(version)).file("src/F.java", code(version));
                ask(project, version);
                if (version % (RELOADS / 5) == 0) samples.add(Usage.settled());
            }

            Usage early = samples.getFirst(), last = samples.getLast();
            report.publishEntry("usage", samples.stream().map(Usage::toString).collect(Collectors.joining("\n")));
            assertTrue(Math.abs(last.heap - early.heap) < SMALL_HEAP_CHANGE << 20,
                    "live heap: " + early + ", then " + last);
            TestProject.await("threads, files and processes are as before: " + early + ", then " + last + "; threads "
                    + Usage.namesOfPlatformThreads(), () -> Usage.now().isNotMoreThan(early));
            for (var sample : samples)
                assertTrue(sample.compilerMegabytes < COMPILER_MEMORY, "memory of the compiler: " + samples);
        }
    }

    /// Asks until both functions run this version. How soon they have to is not this test's concern.
    private static void ask(TestProject project, int version) throws Exception {
        for (var path : List.of("/f", "/g"))
            TestProject.await(path + " answers " + version, () -> body(project, path).equals(String.valueOf(version)));
    }

    private static String body(TestProject project, String path) {
        try {
            var reply = project.get(path);
            assertEquals(200, reply.statusCode(), reply.body());
            return reply.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String code(int version) {
        return "public class F {\n    private final byte[] held = new byte[1 << 20];\n    public int handle() {\n   "
                + "     return Helper.version() + held["
                + version + "];\n    }\n}\n";
    }

    private static String helper(int version) {
        return "class Helper {\n    static int version() {\n        return " + version + ";\n    }\n}\n";
    }

    /// What must not grow, counted when what ends has ended. Virtual threads count; what the JDK's own pools keep for a
    /// while after their last work does not.
    ///
    /// @param files     -1 on a system that does not tell; so is `compilerMegabytes`
    /// @param processes children of this process and theirs
    record Usage(long heap, long platformThreads, long virtualThreads, long files, long processes,
            long compilerMegabytes) {
        private static final Pattern POOLED = Pattern
                .compile("process reaper.*|ForkJoinPool.*|HttpClient-.*|VirtualThread-unblocker");
        private static final Pattern VIRTUAL = Pattern.compile("(\\d+) +\\d+ +java\\.lang\\.VirtualThread(?![\\w$])");

        static Usage settled() throws Exception {
            var last = now();
            for (int equal = 0; equal < 10;) {
                Thread.sleep(100);
                var next = now();
                equal = next.isAs(last) ? equal + 1 : 0;
                last = next;
            }
            return last;
        }

        static Usage now() {
            System.gc();
            var runtime = Runtime.getRuntime();
            try {
                return new Usage(runtime.totalMemory() - runtime.freeMemory(), countPlatformThreads(),
                        countVirtualThreads(), openFiles(),
                        ProcessHandle.current().descendants().count(), compiler().map(Usage::megabytes).orElse(-1L));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        boolean isAs(Usage other) {
            return platformThreads == other.platformThreads && virtualThreads == other.virtualThreads
                    && files == other.files && processes == other.processes;
        }

        /// Nothing has been left behind. A thread that an earlier test had idle may have ended meanwhile.
        boolean isNotMoreThan(Usage other) {
            return platformThreads <= other.platformThreads && virtualThreads <= other.virtualThreads
                    && files <= other.files && processes <= other.processes;
        }

        private static long countPlatformThreads() {
            return namesOfPlatformThreads().size();
        }

        static List<String> namesOfPlatformThreads() {
            return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> !POOLED.matcher(name).matches()).sorted().toList();
        }

        /// From a histogram of the live heap: a dump of all threads, the other way to see them, may crash the JVM
        /// (25.0.3) while they run.
        private static long countVirtualThreads() {
            try {
                var text = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                        new Object[] {new String[0]}, new String[] {String[].class.getName()});
                return VIRTUAL.matcher(text).results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
            } catch (JMException e) {
                throw new AssertionError(e);
            }
        }

        private static long openFiles() throws IOException {
            var folder = Path.of("/proc/self/fd");
            if (!Files.isDirectory(folder)) return -1;
            try (var open = Files.list(folder)) {
                return open.count();
            }
        }

        private static Optional<ProcessHandle> compiler() {
            return ProcessHandle.current().children().filter(child -> child.info().commandLine()
                    .filter(line -> line.contains("smyth.classpath.CompilerMain")).isPresent()).findFirst();
        }

        private static long megabytes(ProcessHandle process) {
            try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(-1);
            } catch (IOException _) {
                return -1;
            }
        }

        @Override
        public String toString() {
            return "%.1f MB heap, %d and %d virtual threads, %d files, %d processes, compiler %d MB"
                    .formatted(heap / 1048576.0, platformThreads, virtualThreads, files, processes, compilerMegabytes);
        }
    }
}
