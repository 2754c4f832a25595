package smyth.project;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What the YAML parser cannot read, in words that say what to do. The line itself is not shown: it may be a secret.
final class YamlProblem {
    private YamlProblem() {}

    static void report(YamlEngineException failure, String text, TreeBuilder builder) {
        switch (failure) {
            case MarkedYamlEngineException e when e.getProblemMark().isPresent() -> {
                var mark = e.getProblemMark().get();
                builder.problem(mark.getLine() + 1, "column " + (mark.getColumn() + 1) + ": " + words(e.getProblem()));
            }
            case ReaderException e -> builder.problem(lineAt(e.getPosition(), text),
                    "this character cannot be in a YAML file: U+%04X; remove it".formatted(e.getCodePoint()));
            default ->
                builder.problem(0, "the file is not YAML: " + failure.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static String words(String problem) {
        if (problem.contains("TAB")) return "a tab; indent with spaces";
        if (problem.startsWith("mapping values are not allowed"))
            return "a second \": \" in one line, a wrong indentation, or no colon behind the key in the line above; "
                    + "put a value that has a colon in quotes";
        if (problem.startsWith("could not find expected ':'"))
            return "a key without a colon; write KEY: VALUE, and indent what belongs to the line above";
        if (problem.contains("but found '<block end>'") || problem.contains("expected <block end>"))
            return "the indentation does not match the lines above; align the keys of a table";
        if (problem.contains("end of stream") || problem.contains("<stream end>"))
            return "a quote or bracket is not closed before the file ends";
        return problem.replaceFirst("\\(.*\\)$", "").strip();
    }

    private static int lineAt(int position, String text) {
        int line = 1;
        for (int i = 0; i < Math.min(position, text.length()); i++) if (text.charAt(i) == '\n') line++;
        return line;
    }
}
