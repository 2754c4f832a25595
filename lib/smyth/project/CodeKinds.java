package smyth.project;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import smyth.tree.Words;

/// What can be written where a setting names code: a handler, a runtime, a function of Python Smyth.
final class CodeKinds {
    static final String HOW_TO_WRITE = "write the handler as on AWS, such as shop.OrderHandler or "
            + "shop.OrderHandler::handle";

    private static final Pattern HANDLER = Pattern.compile("[^\\s:]+(::[^\\s:]+)?");
    private static final Pattern RUNTIME = Pattern
            .compile("java(11|17|21|25)|python3\\.\\d+|nodejs\\d+\\.x|provided(\\.al2|\\.al2023)?");
    private static final List<String> RUNTIMES = List.of("java11", "java17", "java21", "java25", "python3.12",
            "python3.13", "nodejs22.x", "nodejs24.x", "provided");

    private CodeKinds() {}

    static boolean isRuntime(String text) {
        return RUNTIME.matcher(text).matches();
    }

    static Kind<String> handler() {
        return Kind.string("string", Map.of(), (text, location) -> {
            if (text.endsWith(".java")) location.problem(Words.quoted(text) + " is a file; name the class, such as "
                    + text.replaceAll(".*[/\\\\]|\\.java$", "") + ", with its package");
            else if (!HANDLER.matcher(text).matches())
                location.problem(Words.quoted(text) + " is not a handler; " + HOW_TO_WRITE);
            return true;
        });
    }

    static Kind<String> runtime() {
        return Kind.string("string", Map.of("examples", RUNTIMES), (text, location) -> {
            boolean known = RUNTIME.matcher(text).matches();
            if (!known) location.problem(Words.quoted(text) + " is not a supported runtime; use java11, java17, "
                    + "java21, java25, python3.x, nodejs22.x or provided" + Words.didYouMean(text, RUNTIMES));
            return known;
        });
    }

    /// One of Python Smyth's built-in names, or a function of the user's own.
    static Kind<String> function(List<String> builtIn) {
        return Kind.string("string", Map.of(), (text, location) -> {
            boolean good = builtIn.contains(text) || !text.startsWith("smyth.") && text.matches("\\S+");
            if (!good) location.problem(Words.quoted(text) + " is not built in; use " + String.join(" or ", builtIn)
                    + ", or name a function of your own");
            return good;
        });
    }
}
