package smyth.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import smyth.config.Problem;
import smyth.template.Resource;
import smyth.tree.Node;

/// Finds the code of a template's functions on this machine: where a build would begin, not what it leaves behind.
///
/// @param sources of the project, by name
record FunctionCode(ProjectFiles files, SourceIndex sources) {
    /// Sets `project`, and what else the code needs.
    ///
    /// @param properties with `Globals` under them
    void find(TemplateFunction function, Resource resource, Node.Table properties) {
        if (Values.string(properties, "PackageType").filter("Image"::equals).isPresent()) {
            new ImageCode(files).find(function, resource, properties);
            return;
        }
        var key = properties.entries().containsKey("CodeUri") ? "CodeUri" : "Code";
        if (Values.has(properties, "InlineCode") || Values.has(properties, "Code", "ZipFile")) {
            function.leaveOut("its code is written in the template",
                    HandlerSettings.PROJECT, HandlerSettings.SOURCE);
            return;
        }
        var written = Values.at(properties, key).flatMap(Node::string).filter(text -> !text.startsWith("s3://"));
        if (Values.has(properties, key) && written.isEmpty()) {
            search(function, "is in S3");
            return;
        }
        var place = files.resolve(written.orElse("."));
        if (place.isEmpty()) {
            function.leaveOut(key + " " + written.orElse("") + " is not a path", HandlerSettings.PROJECT);
        } else if (!files.isInside(place.get())) {
            function.leaveOut(key + " " + written.orElse("") + " lies outside of " + files.root()
                    + ", where nothing is read unseen", HandlerSettings.PROJECT,
                    HandlerSettings.SOURCE);
        } else inPlace(function, resource, place.get(), key + " " + written.orElse("."));
    }

    private void inPlace(TemplateFunction function, Resource resource, Path place, String written) {
        var runtime = function.text(HandlerSettings.RUNTIME).orElse("");
        if (runtime.startsWith("java")) {
            if (new JavaCode(files, sources).find(function, place)) return;
            files.readFrom().add(place);
            function.leaveOut(written + " does not exist, and no source file declares "
                    + function.text(HandlerSettings.HANDLER_PATH).orElse("its handler"), HandlerSettings.PROJECT,
                    HandlerSettings.SOURCE, HandlerSettings.CLASSPATH);
        } else if (Files.isDirectory(place)) {
            function.set(HandlerSettings.PROJECT, place.toString());
            entryPoint(function, resource);
        } else {
            files.readFrom().add(place);
            search(function, Files.exists(place) ? "is packed in " + Problem.shown(place)
                    : "would be in " + Problem.shown(place) + ", which does not exist");
        }
    }

    /// The code is not where the template says; its source may be in the project all the same.
    private void search(TemplateFunction function, String where) {
        var runtime = function.text(HandlerSettings.RUNTIME).orElse("");
        if (runtime.startsWith("java") && new JavaCode(files, sources).find(function, files.folder())) return;
        var handler = function.text(HandlerSettings.HANDLER_PATH).orElse("");
        var module = handler.replaceFirst("[.][^./]*$", "");
        var found = runtime.startsWith("python") ? sources.endingWith(module.replace('.', '/') + ".py")
                : runtime.startsWith("nodejs") ? sources.endingWith(module + ".mjs", module + ".js", module + ".cjs",
                        module + ".ts", module + ".mts") : Optional.<Path>empty();
        if (found.isEmpty()) {
            function.leaveOut("its code " + where,
                    HandlerSettings.PROJECT, HandlerSettings.SOURCE);
            return;
        }
        var project = found.get().getParent();
        for (int i = module.replace('.', '/').split("/").length; i > 1; i--) project = project.getParent();
        function.set(HandlerSettings.PROJECT, project.toString());
    }

    /// esbuild leaves `index.js` of `src/index.ts`.
    private static void entryPoint(TemplateFunction function, Resource resource) {
        if (Values.string(resource.metadata(), "BuildMethod").filter("esbuild"::equals).isEmpty()) return;
        var handler = function.text(HandlerSettings.HANDLER_PATH).orElse("");
        var module = handler.replaceFirst("[.][^./]*$", "");
        for (var entry : Values.strings(resource.metadata(), "BuildProperties", "EntryPoints")) {
            var source = entry.replaceFirst("^\\./", "").replaceFirst("\\.[a-z]+$", "");
            if (!source.equals(module) && source.endsWith("/" + module.replaceFirst("^.*/", ""))) {
                function.set(HandlerSettings.HANDLER_PATH, source + handler.substring(module.length()));
                return;
            }
        }
    }

    /// The layers of a function: those of the template by their content, others by name in a note.
    void layers(TemplateFunction function, Node.Table properties, Stack stack, List<String> notes) {
        var folders = new java.util.ArrayList<String>();
        for (var arn : Values.strings(properties, "Layers")) {
            var layer = stack.referredTo(Optional.of(arn)).filter(one -> one.type().endsWith("LayerVersion"));
            if (layer.isEmpty()) {
                var note = "the layer " + arn + " is not on this machine; set layers to a folder with its content";
                if (!notes.contains(note)) notes.add(note);
                continue;
            }
            var content = stack.properties(layer.get(), "LayerVersion");
            var place = Values.string(content, "ContentUri").or(() -> Values.string(content, "Content"))
                    .flatMap(files::resolve);
            if (place.filter(files::isInside).filter(Files::exists).isPresent()) folders.add(place.get().toString());
            else {
                place.ifPresent(files.readFrom()::add);
                var note = "the content of the layer " + layer.get().logicalId() + " is not in this project"
                        + place.map(path -> ": " + Problem.shown(path)).orElse("");
                if (!notes.contains(note)) notes.add(note);
            }
        }
        if (!folders.isEmpty()) function.set(HandlerSettings.LAYERS, folders);
    }
}
