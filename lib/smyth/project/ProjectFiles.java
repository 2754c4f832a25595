package smyth.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import smyth.config.Problem;
import smyth.tree.Node;

/// The files that a template names: relative to the template, and never outside of the project without a word.
///
/// @param template the file
/// @param root     the project: the repository, or the configuration's folder where there is none
/// @param readFrom collects the files that count
/// @param problems takes what is wrong in them
/// @param notes    takes a sentence about each file that is not read
record ProjectFiles(Path template, Path root, Set<Path> readFrom, List<Problem> problems,
        List<String> notes) {
    static ProjectFiles of(Path template, Reading reading, List<String> notes) {
        var root = reading.folder();
        for (var above = root; above != null; above = above.getParent())
            if (Files.exists(above.resolve(".git"))) {
                root = above;
                break;
            }
        return new ProjectFiles(template, real(root), reading.readFrom(), reading.problems(), notes);
    }

    Path folder() {
        return template.getParent();
    }

    /// @return empty when `text` is no path
    Optional<Path> resolve(String text) {
        try {
            return Optional.of(folder().resolve(text).normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// Whether a path lies in the project, links followed.
    boolean isInside(Path path) {
        return real(path).startsWith(root);
    }

    /// The tree of values of a YAML or JSON file; empty, with a note, when it cannot or must not be read.
    Optional<Node> read(String text) {
        var file = resolve(text);
        if (file.isEmpty() || text.matches("(s3|https?)://.*")) {
            notes.add(text + " is not a file of this project and is not read");
            return Optional.empty();
        }
        if (!isInside(file.get())) {
            notes.add(text + " lies outside of " + root + " and is not read");
            return Optional.empty();
        }
        readFrom.add(file.get());
        return TreeFile.read(file.get(), problems).map(table -> table);
    }

    private static Path real(Path path) {
        for (var there = path; there != null; there = there.getParent())
            try {
                return there.toRealPath().resolve(there.relativize(path)).normalize();
            } catch (IOException _) {
                continue; // not there yet: its folder counts
            }
        return path;
    }
}
