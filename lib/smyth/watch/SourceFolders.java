package smyth.watch;

import java.util.Set;

/// Which folders hold no sources, by their names: the one list that all searches for sources share.
public final class SourceFolders {
    /// Tools keep their own files there; no program is made of what lies in them.
    private static final Set<String> TOOLS = Set.of(".git", ".hg", ".svn", ".idea", ".gradle", ".mvn", ".venv",
            ".mypy_cache", ".pytest_cache", "node_modules", "__pycache__");
    private static final Set<String> MADE = Set.of("target", "build", "dist", "venv", "site-packages");
    /// Packages may well have these names, but handlers are rarely in them.
    private static final Set<String> SELDOM = Set.of("out", "bin", "test", "tests");

    private SourceFolders() {}

    /// Whether a tool keeps its own files in a folder of this name.
    public static boolean belongsToTool(String name) {
        return TOOLS.contains(name);
    }

    /// Whether a tool or a build has made what is in a folder of this name. Hidden folders count as made.
    public static boolean isMade(String name) {
        return name.startsWith(".") || TOOLS.contains(name) || MADE.contains(name);
    }

    /// Whether a search of a whole project for what can be served leaves out a folder of this name: tests are left
    /// out, and all that is made.
    public static boolean holdsNoHandlers(String name) {
        return isMade(name) || SELDOM.contains(name);
    }
}
