package smyth.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/// The paths that are asked for, and what of all that lies below them may be part of a program: not version control,
/// not build output, not editors' own files.
record SourcePaths(Set<Path> roots) {
    private static final Pattern EDITORS = Pattern
            .compile("4913|\\.#.*|#.*#|.*~|\\..*\\.sw[a-z]|.*___jb_(tmp|old)___|\\.goutputstream-.*|\\.DS_Store");

    SourcePaths {
        roots = Set.copyOf(roots);
    }

    /// Where a root lies, or would lie: the nearest folder that there is, itself included.
    static Path folder(Path root) {
        var folder = root;
        while (!Files.isDirectory(folder)) folder = folder.getParent();
        return folder;
    }

    /// Whether all folders below this one count too.
    boolean isDeep(Path folder) {
        return roots.stream().anyMatch(folder::startsWith);
    }

    /// Whether a folder that was come upon below a root may hold sources. A root always does: it was asked for.
    boolean mayHoldSources(Path folder) {
        return roots.contains(folder) || !holdsNone(folder);
    }

    boolean isWanted(Path path) {
        var name = path.getFileName();
        if (name == null || EDITORS.matcher(name.toString()).matches()) return false;
        for (var root : roots) {
            // a folder on the way to a root that comes or goes counts too
            if (path.equals(root) || root.startsWith(path)) return true;
            if (path.startsWith(root) && !isIgnored(root, path)) return true;
        }
        return false;
    }

    /// Whether a folder between root and path holds no sources.
    private static boolean isIgnored(Path root, Path path) {
        for (var folder = path; !folder.equals(root); folder = folder.getParent())
            if (holdsNone(folder)) return true;
        return false;
    }

    private static boolean holdsNone(Path folder) {
        var name = folder.getFileName().toString();
        return switch (name) {
            // Packages may have these names, so they count as build output only where a build has put them.
            case "target" -> Files.exists(folder.resolveSibling("pom.xml"));
            case "build" -> Files.exists(folder.resolveSibling("build.gradle"))
                    || Files.exists(folder.resolveSibling("build.gradle.kts"));
            default -> SourceFolders.belongsToTool(name);
        };
    }
}
