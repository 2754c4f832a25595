package smyth.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A configuration that cannot be used, with every problem in it. The message is ready to print.
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    /// @param problems at least one; they are shown file by file, each in the order of its lines
    public ConfigException(List<Problem> problems) {
        this(byFile(problems));
    }

    private ConfigException(Map<Path, List<Problem>> files) {
        super(text(files));
        this.problems = files.values().stream().flatMap(List::stream).toList();
    }

    /// No configuration file was found.
    public ConfigException(String message) {
        super(message);
        this.problems = List.of();
    }

    /// File by file, each in the order of its lines; empty when no file was read.
    public List<Problem> problems() {
        return problems;
    }

    private static Map<Path, List<Problem>> byFile(List<Problem> problems) {
        var files = new LinkedHashMap<Path, List<Problem>>();
        for (var problem : problems) files.computeIfAbsent(problem.file(), _ -> new ArrayList<>()).add(problem);
        files.values().forEach(these -> these.sort(Comparator.comparingInt(Problem::line)));
        return files;
    }

    private static String text(Map<Path, List<Problem>> files) {
        int count = files.values().stream().mapToInt(List::size).sum();
        var head = (count == 1 ? "1 problem" : count + " problems") + " in ";
        if (files.size() == 1) return files.entrySet().stream()
                .map(file -> head + Problem.shown(file.getKey()) + rows("\n  ", file.getValue())).findFirst().get();
        var text = new StringBuilder(head).append(files.size()).append(" files");
        files.forEach((file, problems) -> text.append("\n  ").append(Problem.shown(file))
                .append(rows("\n    ", problems)));
        return text.toString();
    }

    private static String rows(String indentation, List<Problem> problems) {
        var text = new StringBuilder();
        int width = problems.stream().mapToInt(problem -> problem.key().length()).max().orElse(0);
        for (var problem : problems)
            text.append(indentation).append(problem.line() == 0 ? "        " : "line %-3d".formatted(problem.line()))
                    .append(' ').append((problem.key() + " ".repeat(width)).substring(0, width))
                    .append(width == 0 ? "" : "   ").append(problem.message());
        return text.toString();
    }
}
