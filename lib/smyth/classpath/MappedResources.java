package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A resource folder of which not all files are on the class path, or not in the same place.
///
/// @param target   where they appear on the class path; "" for its root
/// @param includes Maven's patterns; none means all files
/// @param excludes stronger than `includes`
record MappedResources(String folder, String target, List<String> includes, List<String> excludes) {
    /// For a line of a [ProjectModel].
    String line() {
        return String.join("\t", folder, target, String.join("|", includes), String.join("|", excludes));
    }

    static MappedResources parse(String line) {
        var parts = line.split("\t", -1);
        return new MappedResources(parts[0], parts[1], list(parts[2]), list(parts[3]));
    }

    private static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split("\\|"));
    }

    /// The files that it has now, by their places on the class path.
    Map<String, Path> files() throws IOException {
        var root = Path.of(folder);
        if (!Files.isDirectory(root)) return Map.of();
        var all = includes.isEmpty() ? List.of("**") : includes;
        var files = new TreeMap<String, Path>();
        try (var paths = Files.walk(root)) {
            for (var file : paths.filter(Files::isRegularFile).toList()) {
                var name = root.relativize(file).toString().replace('\\', '/');
                if (matches(all, name) && !matches(excludes, name))
                    files.put(target.isEmpty() ? name : target.replaceAll("^/+|/+$", "") + "/" + name, file);
            }
        }
        return files;
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> name.matches(regex(pattern.replace('\\', '/'))));
    }

    /// `**/` is any number of folders, none among them; a pattern that ends in `/` means all that is below.
    private static String regex(String pattern) {
        var whole = pattern.endsWith("/") ? pattern + "**" : pattern;
        return Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|[^*?]+").matcher(whole).results()
                .map(part -> switch (part.group()) {
                    case "**/" -> "(?:.*/)?";
                    case "**" -> ".*";
                    case "*" -> "[^/]*";
                    case "?" -> "[^/]";
                    case String text -> Pattern.quote(text);
                }).collect(Collectors.joining());
    }
}
