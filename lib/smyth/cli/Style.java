package smyth.cli;

import java.io.PrintStream;
import java.util.Map;

/// Colours, if the terminal has them and the user did not turn them off. https://no-color.org
record Style(boolean colours) {
    private static final int[] ENVIRONMENTS = {36, 35, 34, 33, 32, 96, 95, 94};

    static Style of(PrintStream stream, Map<String, String> env) {
        boolean terminal = isTerminal(stream);
        boolean refused = !env.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(env.get("TERM"));
        return new Style(terminal && !refused);
    }

    /// Whether people read here, and type.
    static boolean isTerminal(PrintStream stream) {
        return stream == System.err && System.console() != null && System.console().isTerminal();
    }

    String bold(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    String red(String text) {
        return in("31", text);
    }

    String yellow(String text) {
        return in("33", text);
    }

    String green(String text) {
        return in("32", text);
    }

    /// The same colour for the same name.
    String ofEnvironment(String name) {
        return in(Integer.toString(ENVIRONMENTS[Math.floorMod(name.hashCode(), ENVIRONMENTS.length)]), name);
    }

    private String in(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
