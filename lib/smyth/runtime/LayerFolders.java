package smyth.runtime;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Layers that lie unpacked in folders, on the paths where a runtime looks below `/opt`. Nothing is mounted there.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
///
/// @param layers folders, jars and zip files; only folders count here
record LayerFolders(List<Path> layers) {
    /// Adds to `PYTHONPATH`, `NODE_PATH`, `PATH` and `LD_LIBRARY_PATH`, behind what is set already.
    void addTo(Map<String, String> variables) {
        var python = new ArrayList<Path>();
        var node = new ArrayList<Path>();
        var programs = new ArrayList<Path>();
        var libraries = new ArrayList<Path>();
        for (var layer : layers) {
            if (!Files.isDirectory(layer)) continue;
            var whole = isWhole(layer);
            python.addAll(whole ? List.of(layer.resolve("python")) : List.of(layer));
            node.addAll(whole ? List.of(layer.resolve("nodejs").resolve("node_modules"))
                    : List.of(layer.resolve("node_modules"), layer));
            programs.add(layer.resolve("bin"));
            libraries.add(layer.resolve("lib"));
        }
        add(variables, "PYTHONPATH", python);
        add(variables, "NODE_PATH", node);
        add(variables, "PATH", programs);
        add(variables, "LD_LIBRARY_PATH", libraries);
    }

    /// Whether a layer looks as it does in `/opt`; otherwise it holds what a build would put into one of its folders.
    private static boolean isWhole(Path layer) {
        return Stream.of("python", "nodejs", "java", "bin", "lib", "extensions")
                .anyMatch(name -> Files.isDirectory(layer.resolve(name)));
    }

    private static void add(Map<String, String> variables, String name, List<Path> folders) {
        for (var folder : folders)
            if (Files.isDirectory(folder))
                variables.merge(name, folder.toString(), (path, next) -> path.isEmpty() ? next
                        : path + File.pathSeparator + next);
    }
}
