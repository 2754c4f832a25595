package smyth.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.classpath.JavaHandlers;
import smyth.config.Language;

/// Finds the source file and line of the handler that a configuration names: where an editor shows it.
///
/// @param folder  of the configuration
/// @param sources the `source` of the function: folders, or one file; may be empty
public record HandlerSearch(Path folder, List<Path> sources) {
    private static final List<String> USUAL_FOLDERS = List.of("src/main/java", "src", "");
    private static final List<String> NODE_ENDINGS = List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts");
    private static final int DEPTH = 20;

    /// Reads files; blocks.
    ///
    /// @param handlerPath `shop.Orders::handle`, `shop.orders.create`, `src/index.handler`
    public Optional<HandlerSource> find(String handlerPath) {
        var files = sources.stream().filter(Files::isRegularFile).toList();
        if (!files.isEmpty()) return first(files.stream(), handlerPath);
        var names = names(handlerPath);
        var roots = Stream.concat(sources.stream(), USUAL_FOLDERS.stream().map(folder::resolve)).toList();
        var usual = names.stream().flatMap(name -> roots.stream().map(root -> root.resolve(name).normalize()))
                .filter(Files::isRegularFile);
        // Else in a module of the project, or wherever else the source lies.
        return first(usual, handlerPath).or(() -> first(HandlerSource.files(folder, DEPTH).stream()
                .filter(file -> names.stream().anyMatch(file::endsWith)), handlerPath));
    }

    /// Where the source may lie below a source folder.
    private static List<String> names(String handlerPath) {
        var type = handlerPath.replaceFirst("::.*", "");
        var module = module(type);
        var java = Stream.of(type, module).map(name -> asPath(name.replaceFirst("\\$.*", "")) + ".java");
        var python = Stream.of(asPath(module) + ".py", asPath(module) + "/__init__.py");
        var node = NODE_ENDINGS.stream().map(ending -> module.replaceFirst("^\\./", "") + ending);
        return Stream.of(java, python, node).flatMap(names -> names).toList();
    }

    private static String module(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    private static String asPath(String name) {
        return name.replace('.', '/');
    }

    private static Optional<HandlerSource> first(Stream<Path> files, String handlerPath) {
        return files.flatMap(file -> in(file, handlerPath).stream()).findFirst();
    }

    private static Optional<HandlerSource> in(Path file, String handlerPath) {
        var name = file.getFileName().toString();
        var language = Language.of(file).or(() -> NODE_ENDINGS.stream().anyMatch(name::endsWith)
                ? Optional.of(Language.NODE)
                : Optional.empty());
        var source = HandlerSource.source(file);
        if (language.isEmpty() || source.isEmpty()) return Optional.empty();
        var function = handlerPath.substring(handlerPath.lastIndexOf('.') + 1);
        var line = switch (language.get()) {
            case JAVA -> JavaHandlers.line(source.get(), handlerPath);
            case PYTHON -> PythonHandlers.line(source.get(), function);
            case NODE -> NodeHandlers.line(source.get(), function);
        };
        return line.map(found -> new HandlerSource(file, language.get(), handlerPath, found));
    }
}
