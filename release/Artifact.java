import java.nio.file.Path;
import java.util.List;

/// What a release publishes under one name.
///
/// @param dependencies as `group:artifact:version`, in the order of the class path
/// @param managed      which versions to take of the libraries that those need in turn
record Artifact(String name, String version, String title, String description, List<String> dependencies,
        List<String> managed) {
    static final String GROUP = "com.mirumee";

    String coordinates() {
        return GROUP + ":" + name + ":" + version;
    }

    /// Where its versions lie in a Maven repository.
    Path folder() {
        return Path.of(GROUP.replace('.', '/'), name);
    }

    /// A file of this version, `smyth/0.1.0/smyth-0.1.0-sources.jar` for `-sources.jar`.
    Path file(String suffix) {
        return folder().resolve(version).resolve(name + "-" + version + suffix);
    }
}
