import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.function.DoublePredicate;

/// Prints what was measured as Markdown tables, figure and floor side by side.
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /// What a figure is counted in, and how it is written.
    enum Unit {
        MILLIS("%,.2f ms"), PER_SECOND("%,.0f /s"), MEGABYTES("%,.0f MB"), ANSWERS("%,.0f answers");

        private final String form;

        Unit(String form) {
            this.form = form;
        }

        String of(double value) {
            return Double.isNaN(value) ? "" : form.formatted(value);
        }
    }

    /// What Smyth wants to reach: a figure of its own, or one relative to the floor.
    record Goal(String text, boolean relative, DoublePredicate reached) {
        static final Goal NONE = new Goal("", false, _ -> true);

        static Goal timesTheFloor(double most) {
            return new Goal("at most %s times".formatted(plain(most)), true, ratio -> ratio <= most);
        }

        static Goal partOfTheFloor(double least) {
            return new Goal("at least %s of it".formatted(plain(least)), true, ratio -> ratio >= least);
        }

        static Goal atMost(double most, Unit unit) {
            return new Goal("at most %s %s".formatted(plain(most), unit.form.substring(unit.form.indexOf(' ') + 1)),
                    false, value -> value <= most);
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? "%,.0f".formatted(number) : Double.toString(number);
        }
    }

    void machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        out.printf(Locale.ROOT, "%s: %s %s, %d processors, Java %s%n", LocalDate.now(), system.getName(),
                system.getArch(), system.getAvailableProcessors(), System.getProperty("java.vm.version"));
    }

    void begin(String title) {
        out.println("\n" + title + "; " + load() + "\n");
        row("", "floor", "Smyth", "to the floor", "goal", "");
        out.println("|---|---:|---:|---:|---|---|");
    }

    /// A figure without a floor has `NaN` there.
    void figure(String name, Unit unit, double floor, double smyth, Goal goal) {
        var verdict = goal == Goal.NONE || Double.isNaN(smyth) ? ""
                : goal.reached().test(goal.relative() ? smyth / floor : smyth) ? "reached" : "missed";
        row(name, unit.of(floor), unit.of(smyth), Double.isNaN(floor) ? "" : "%.2f".formatted(smyth / floor),
                goal.text(), verdict);
    }

    void end() {
        out.println("\nafterwards: " + load());
    }

    private void row(String... cells) {
        out.printf("| %-54s | %12s | %12s | %12s | %-19s | %-7s |%n", (Object[]) cells);
        out.flush();
    }

    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "load average not told by this system" : "load average %.2f".formatted(load);
    }

    static double median(Collection<Double> values) {
        return percentile(values, 50);
    }

    /// Nearest rank.
    static double percentile(Collection<Double> values, int percent) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return percentile(sorted, percent);
    }

    static double percentile(double[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN
                : sorted[Math.clamp((int) Math.ceil(sorted.length * percent / 100.0) - 1, 0, sorted.length - 1)];
    }

    /// Nanoseconds as milliseconds, in order.
    static double[] millis(long[] nanos) {
        return Arrays.stream(nanos).sorted().mapToDouble(time -> time / 1e6).toArray();
    }
}
