package smyth.runtime;

import java.nio.file.Files;
import java.nio.file.Path;

/// @param release feature release: 17, 21, 25
record Jdk(Path home, int release) {
    Path java() {
        var java = home.resolve("bin").resolve("java");
        return Files.exists(java) ? java : home.resolve("bin").resolve("java.exe");
    }
}
