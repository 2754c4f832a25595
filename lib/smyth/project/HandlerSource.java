package smyth.project;

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

/// A source file that holds a handler: the one place that says what counts as one.
///
/// Sources are read, not compiled, so this is a guess good enough for a first start. In Java a handler is a class that
/// implements RequestHandler or RequestStreamHandler, or has a public method `handleRequest`; in Python a function
/// `(event, context)`; in Node an export named `handler`.
///
/// @param handlerPath what AWS calls the handler: `shop.OrderHandler`, `shop.OrderHandler::handle`, `app.handler`,
///                    `src/index.handler`
public record HandlerSource(Path file, Language language, String handlerPath) {

    private static final Set<String> NOT_SOURCES = Set.of("target", "build", "out", "bin", "dist", "node_modules",
            "venv", "__pycache__", "test", "tests", "site-packages");
    private static final Pattern TEST = Pattern
            .compile("test_.*|.*_test\\.py|conftest\\.py|.*[.](test|spec)\\.[a-z]+|.*Test\\.java");
    private static final int MOST_FILES = 20_000;
    private static final int MOST_BYTES = 1_000_000;

    private static final Pattern JAVA_NOISE = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");
    private static final Pattern JAVA_PACKAGE = Pattern.compile("^\\s*package\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);
    private static final Pattern JAVA_CLASS = Pattern.compile(
            "((?:\\b(?:public|final|abstract|sealed|strictfp)\\s+)*)\\b(class|record|enum|interface)\\s+(\\w+)([^{;]*)\\{");
    private static final Pattern JAVA_HANDLER = Pattern.compile("\\bimplements\\b[^{]*\\bRequest(?:Stream)?Handler\\b");
    private static final Pattern JAVA_METHOD = Pattern.compile(
            "\\bpublic\\s+(?:(?:static|final|synchronized)\\s+)*(?:<[^>]+>\\s+)?([\\w.]+(?:<[^;{}()]*>)?(?:\\[\\])*)\\s+(\\w+)\\s*\\(");
    private static final Pattern PYTHON_FUNCTION = Pattern
            .compile("^def\\s+(\\w+)\\s*\\(\\s*(\\w+)[^,()]*,\\s*(\\w+)[^,()]*,?\\s*\\)", Pattern.MULTILINE);
    private static final Pattern NODE_EXPORT = Pattern.compile(
            "(?m)^\\s*(?:(?:module\\.)?exports\\.|export\\s+(?:const|let|var|(?:async\\s+)?function\\*?)\\s+)(handler|lambdaHandler)\\b"
                    + "|^\\s*(?:module\\.exports\\s*=|export)\\s*\\{[^}]*\\b(handler|lambdaHandler)\\b");

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

    private static List<Path> files(Path folder, int depth) {
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    var name = String.valueOf(directory.getFileName());
                    return !directory.equals(folder) && (name.startsWith(".") || NOT_SOURCES.contains(name))
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
        if (language.isEmpty()) return List.of();
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) return List.of();
            text = Files.readString(file);
        } catch (IOException _) {
            return List.of();
        }
        var module = root.relativize(file).toString().replace('\\', '/').replaceAll("\\.[a-z]+$", "");
        var paths = switch (language.get()) {
            case JAVA ->
                java(JAVA_NOISE.matcher(text).replaceAll(noise -> noise.group().startsWith("/") ? " " : "\"\""), named)
                        .stream().toList();
            case PYTHON -> PYTHON_FUNCTION.matcher(text).results()
                    .filter(function -> isPythonHandler(function.group(1), function.group(2), function.group(3)))
                    .map(function -> module.replace('/', '.') + "." + function.group(1)).toList();
            case NODE -> NODE_EXPORT.matcher(text).results()
                    .map(export -> module + "." + (export.group(1) == null ? export.group(2) : export.group(1)))
                    .limit(1).toList();
        };
        return paths.stream().map(path -> new HandlerSource(file, language.get(), path)).toList();
    }

    private static boolean isPythonHandler(String name, String first, String second) {
        return name.equals("handler") || name.equals("lambda_handler")
                || first.matches("_*event") && second.matches("_*(context|ctx)|_+");
    }

    /// The public class that is a handler, else the first that is.
    private static Optional<String> java(String code, boolean named) {
        var inPackage = JAVA_PACKAGE.matcher(code).results().findFirst().map(found -> found.group(1) + ".").orElse("");
        var first = Optional.<String>empty();
        var type = JAVA_CLASS.matcher(code);
        for (int at = 0; type.find(at); at = endOfBlock(code, type.end())) {
            if (type.group(1).contains("abstract") || type.group(2).equals("interface")) continue;
            var body = topLevel(code.substring(type.end(), Math.max(type.end(), endOfBlock(code, type.end()) - 1)));
            var handler = javaHandler(type.group(3), type.group(4), body, named).map(inPackage::concat);
            if (handler.isPresent() && type.group(1).contains("public")) return handler;
            first = first.or(() -> handler);
        }
        return first;
    }

    private static Optional<String> javaHandler(String name, String header, String body, boolean named) {
        if (JAVA_HANDLER.matcher(header).find()) return Optional.of(name);
        var methods = JAVA_METHOD.matcher(body).results().map(method -> method.group(2)).distinct()
                .filter(method -> !method.equals("main")).toList();
        if (methods.contains("handleRequest")) return Optional.of(name + "::handleRequest");
        if (named && methods.size() == 1) return Optional.of(name + "::" + methods.getFirst());
        return named && header.contains("extends") ? Optional.of(name) : Optional.empty();
    }

    /// Where the block ends whose opening brace stands just before `start`.
    private static int endOfBlock(String code, int start) {
        int depth = 1;
        int at = start;
        for (; at < code.length() && depth > 0; at++)
            depth += code.charAt(at) == '{' ? 1 : code.charAt(at) == '}' ? -1 : 0;
        return at;
    }

    /// A class body without what stands in braces: its fields and the heads of its methods.
    private static String topLevel(String body) {
        var text = new StringBuilder();
        int depth = 0;
        for (char character : body.toCharArray()) {
            if (character == '}') depth--;
            if (depth == 0) text.append(character);
            if (character == '{') depth++;
        }
        return text.toString();
    }
}
