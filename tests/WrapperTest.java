import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `jbangw`, the way into a checkout.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "jbangw is a shell script")
class WrapperTest {
    private static final Path WRAPPER = Path.of("jbangw").toAbsolutePath();

    @Test
    void smythServesTheFolderThatItIsCalledIn(@TempDir Path elsewhere) throws Exception {
        Files.copy(Path.of("examples/hello/Hello.java"), elsewhere.resolve("Hello.java"));

        var output = run(elsewhere, WRAPPER, "smyth", "check");

        assertTrue(output.startsWith(elsewhere.toRealPath().resolve("Hello.java").toString()), output);
    }

    @Test
    void aLinkLeadsToTheCheckoutAsWell(@TempDir Path elsewhere) throws Exception {
        var link = Files.createSymbolicLink(elsewhere.resolve("local-smyth"), WRAPPER);

        assertTrue(run(elsewhere, link, "smyth", "--version").startsWith("smyth "));
    }

    private static String run(Path folder, Path wrapper, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(wrapper.toString()));
        command.addAll(List.of(arguments));
        var errors = folder.resolve("errors.log");
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile()).start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "no end within two minutes");
            assertEquals(0, process.exitValue(), () -> read(errors));
            return new String(process.getInputStream().readAllBytes());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
