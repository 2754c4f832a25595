package smyth.config;

import java.util.List;

/// A configuration that cannot be used, with every problem in it. The message is ready to print.
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    public ConfigException(String source, List<Problem> problems) {
        super(text(source, problems));
        this.problems = List.copyOf(problems);
    }

    /// There is no file to find problems in.
    public ConfigException(String message) {
        super(message);
        this.problems = List.of(new Problem(0, "", message));
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String text(String source, List<Problem> problems) {
        var text = new StringBuilder(problems.size() == 1 ? "1 problem" : problems.size() + " problems").append(" in ")
                .append(source);
        int width = problems.stream().mapToInt(problem -> problem.key().length()).max().orElse(0);
        for (var problem : problems)
            text.append("\n  ").append(problem.line() == 0 ? "        " : "line %-3d".formatted(problem.line()))
                    .append(' ').append((problem.key() + " ".repeat(width)).substring(0, width))
                    .append(width == 0 ? "" : "   ").append(problem.message());
        return text.toString();
    }
}
