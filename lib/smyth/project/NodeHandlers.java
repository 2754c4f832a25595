package smyth.project;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Handlers in a Node source: exports named `handler` or `lambdaHandler`.
final class NodeHandlers {
    private static final Pattern EXPORT = Pattern.compile(
            "(?m)^\\s*(?:(?:module\\.)?exports\\.|export\\s+(?:const|let|var|(?:async\\s+)?function\\*?)\\s+)"
                    + "(handler|lambdaHandler)\\b"
                    + "|^\\s*(?:module\\.exports\\s*=|export)\\s*\\{[^}]*\\b(handler|lambdaHandler)\\b");

    private NodeHandlers() {}

    /// @param module `src/index` for `src/index.mjs`
    static Stream<Place> in(String module, String source) {
        return EXPORT.matcher(source).results().limit(1).map(export -> {
            int group = export.group(1) == null ? 2 : 1;
            return new Place(module + "." + export.group(group), Place.line(source, export.start(group)));
        });
    }

    /// The line of an export; empty when the source has none of that name.
    static Optional<Integer> line(String source, String export) {
        var name = Pattern.quote(export);
        return Pattern
                .compile("(?m)^[ \\t]*(?:export\\s+(?:default\\s+)?(?:async\\s+)?(?:const|let|var|function\\*?)\\s+"
                        + name
                        + "\\b|(?:module\\.)?exports\\." + name
                        + "\\s*=|(?:module\\.exports\\s*=|export)\\s*\\{[^}]*\\b"
                        + name + "\\b)")
                .matcher(source).results().findFirst()
                .map(found -> Place.line(source, found.start()));
    }
}
