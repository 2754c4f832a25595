package smyth.classpath;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.Map;

/// A path with a glob in it, cut where the glob begins: `lib/` and `*.jar`.
///
/// @param fixed the folder before the glob, ending in `/`; "" where the glob begins at once
/// @param glob  to be matched against the path below that folder
record FilePattern(String fixed, String glob) {
    static boolean isPattern(String path) {
        return path.matches(".*[*?\\[{].*");
    }

    static FilePattern of(String path) {
        int end = path.lastIndexOf('/', path.replaceAll("[*?\\[{].*", "").length() - 1) + 1;
        return new FilePattern(path.substring(0, end), path.substring(end));
    }

    PathMatcher matcher() {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    /// The files that match, by their path below a folder; `**/` may also mean no folder at all.
    Map<String, Path> filesBelow(Path base) throws IOException {
        var matcher = matcher();
        var flat = FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("**/", ""));
        var found = new LinkedHashMap<String, Path>();
        try (var paths = Files.walk(base)) {
            for (var path : paths.filter(Files::isRegularFile).sorted().toList()) {
                var below = base.relativize(path);
                if (matcher.matches(below) || flat.matches(below)) found.put(below.toString().replace('\\', '/'), path);
            }
        }
        return found;
    }
}
