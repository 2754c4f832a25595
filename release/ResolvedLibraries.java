import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The libraries that JBang put on a class path, with the versions that it chose. A release asks for the same ones, so
/// it runs with what was tested.
final class ResolvedLibraries {
    private ResolvedLibraries() {}

    /// As `group:artifact:version`, in the order of the class path.
    ///
    /// @param known some library of the class path, which shows where the local Maven repository is
    /// @throws IllegalArgumentException when that library is not on the class path
    static List<String> of(String classpath, String known) {
        var parts = known.split(":");
        var end = Path.of(parts[0].replace('.', '/'), parts[1], parts[2], parts[1] + "-" + parts[2] + ".jar");
        var jars = Arrays.stream(classpath.split(File.pathSeparator)).map(Path::of).toList();
        var repository = jars.stream().filter(jar -> jar.endsWith(end)).findFirst()
                .map(jar -> jar.getRoot().resolve(jar.subpath(0, jar.getNameCount() - end.getNameCount())))
                .orElseThrow(() -> new IllegalArgumentException(known + " is not on the class path " + classpath));
        return jars.stream().filter(jar -> jar.startsWith(repository)).map(repository::relativize)
                .map(ResolvedLibraries::coordinates).toList();
    }

    /// `org/tomlj/tomlj/1.1.1/tomlj-1.1.1.jar`
    private static String coordinates(Path jar) {
        int version = jar.getNameCount() - 2;
        var group = jar.subpath(0, version - 1).toString().replace(File.separatorChar, '.');
        return group + ":" + jar.getName(version - 1) + ":" + jar.getName(version);
    }
}
