package smyth.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import smyth.classpath.JavaHandlers;
import smyth.watch.SourceFolders;
import smyth.config.Language;

/// A source file that holds a handler: the one place that says what counts as one.
///
/// Sources are read, not compiled, so this is a guess good enough for a first start: see [JavaHandlers],
/// [PythonHandlers], [NodeHandlers].
///
/// @param handlerPath what AWS calls the handler: `shop.OrderHandler`, `shop.OrderHandler::handle`, `app.handler`,
///                    `src/index.handler`
/// @param line        where it is declared, from 1
public record HandlerSource(Path file, Language language, String handlerPath, int line) {
    private static final Pattern TEST = Pattern
            .compile("test_.*|.*_test\\.py|conftest\\.py|.*[.](test|spec)\\.[a-z]+|.*Test\\.java");
    private static final int MOST_FILES = 20_000;
    private static final int MOST_BYTES = 1_000_000;

    /// The handler in a file that the user named; here one public method, or a base class, will do.
    static Optional<HandlerSource> named(Path file) {
        var found = in(file.getParent(), file, true);
        return found.stream()
                .filter(source -> source.handlerPath().matches(".*\\.(handler|lambda_handler|lambdaHandler)"))
                .findFirst()
                .or(() -> found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty());
    }

    /// The handler of a folder in which exactly one file, not counting those below it, holds one.
    static Optional<HandlerSource> soleIn(Path folder) {
        var files = files(folder, 1);
        var holders = files.stream().filter(file -> !in(folder, file, false).isEmpty()).toList();
        if (holders.isEmpty()) holders = files;
        return holders.size() == 1 ? named(holders.getFirst()) : Optional.empty();
    }

    /// The handlers in a folder and below it, in the order of their paths. Not those in tests, in hidden folders, or
    /// in what a build made.
    public static List<HandlerSource> under(Path folder) {
        return files(folder, 20).stream().flatMap(file -> in(folder, file, false).stream()).toList();
    }

    static List<Path> files(Path folder, int depth) {
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    var name = String.valueOf(directory.getFileName());
                    return !directory.equals(folder) && SourceFolders.holdsNoHandlers(name)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && Language.of(file).isPresent()
                            && !TEST.matcher(file.getFileName().toString()).matches())
                        files.add(file);
                    return files.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // what was read counts
        }
        return files.stream().sorted(Comparator.comparing(Path::toString)).toList();
    }

    private static List<HandlerSource> in(Path root, Path file, boolean named) {
        var language = Language.of(file);
        var source = language.flatMap(_ -> source(file));
        if (source.isEmpty()) return List.of();
        var text = source.get();
        var module = root.relativize(file).toString().replace('\\', '/').replaceAll("\\.[a-z]+$", "");
        var places = switch (language.get()) {
            case JAVA -> (named ? JavaHandlers.inNamed(text) : JavaHandlers.in(text)).stream()
                    .map(found -> new Place(found.path(), found.line()));
            case PYTHON -> PythonHandlers.in(module, text);
            case NODE -> NodeHandlers.in(module, text);
        };
        return places.map(place -> new HandlerSource(file, language.get(), place.handlerPath(), place.line())).toList();
    }

    /// The text of a source; empty when it cannot be read or is too long to be one.
    static Optional<String> source(Path file) {
        try {
            // A stray byte in another encoding is the compiler's to report.
            return Files.size(file) > MOST_BYTES ? Optional.empty()
                    : Optional.of(new String(Files.readAllBytes(file), UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
