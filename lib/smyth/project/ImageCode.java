package smyth.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import smyth.template.Resource;
import smyth.tree.Node;

/// Reads the handler and the runtime of a function that is deployed as an image out of its Dockerfile, where that is
/// built on AWS's images. Nothing is built, and no container runs.
record ImageCode(ProjectFiles files) {
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\s*CMD\\s+\\[?\\s*\"?([^\"\\s\\],]+)\"?");
    private static final Pattern BASE = Pattern
            .compile("(?m)^\\s*FROM\\s+(?:--\\S+\\s+)?\\S*lambda[/-](java|python|nodejs):([0-9.]+)");

    void find(TemplateFunction function, Resource resource, Node.Table properties) {
        var context = Values.string(resource.metadata(), "DockerContext").or(() -> Values.string(properties, "CodeUri"))
                .flatMap(files::resolve).filter(files::isInside).filter(Files::isDirectory);
        var file = context.map(folder -> folder
                .resolve(Values.string(resource.metadata(), "Dockerfile").orElse("Dockerfile")).normalize());
        var text = file.filter(files::isInside).flatMap(this::text);
        var base = text.flatMap(lines -> BASE.matcher(lines).results().reduce((_, last) -> last));
        var handler = Values.strings(properties, "ImageConfig", "Command").stream().findFirst()
                .or(() -> text.flatMap(lines -> COMMAND.matcher(lines).results().reduce((_, last) -> last))
                        .map(found -> found.group(1)));
        if (base.isEmpty() || handler.isEmpty()) {
            function.leaveOut("it is an image" + file.map(path -> ", and " + files.folder().relativize(path)
                    + " does not name a handler and one of AWS's Java, Python or Node images").orElse(""),
                    HandlerSettings.HANDLER_PATH);
            return;
        }
        var version = base.get().group(2);
        function.set(HandlerSettings.RUNTIME, switch (base.get().group(1)) {
            case "nodejs" -> "nodejs" + version + ".x";
            case "java" -> "java" + version;
            default -> "python" + version;
        });
        function.set(HandlerSettings.HANDLER_PATH, handler.get());
        var java = base.get().group(1).equals("java");
        if (!java || !new JavaCode(files, new SourceIndex(context.get())).find(function, context.get()))
            function.set(HandlerSettings.PROJECT, withModule(context.get(), handler.get()).toString());
    }

    /// The folder of the handler's module: the Dockerfile's own, or one that it copies from.
    private static Path withModule(Path context, String handler) {
        var module = handler.replaceFirst("[.][^./]*$", "").replaceFirst("[.].*$", "").replaceFirst("/.*$", "");
        for (var folder : java.util.List.of("", "src", "app", "lambda"))
            for (var ending : java.util.List.of("", ".py", ".js", ".mjs", ".cjs", ".ts"))
                if (Files.exists(context.resolve(folder).resolve(module + ending))) return context.resolve(folder);
        return context;
    }

    private Optional<String> text(Path file) {
        files.readFrom().add(file);
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
