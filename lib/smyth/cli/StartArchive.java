package smyth.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// The class archive that JBang has the first Smyth write when it ends, so that all later ones start faster.
///
/// JBang creates no folder for the archive of a program that it did not compile, and the JVM fails without one. And
/// JBang never renews an archive: one written by `smyth --version` would have few classes in it for good. So this
/// class creates the folder, and loads what serving takes.
final class StartArchive {
    private static final String OPTION = "-XX:ArchiveClassesAtExit=";
    private static final int PATIENCE_SECONDS = 10;
    private static final String PROJECT = """
            port = 0
            [handlers.archive]
            runtime = "provided"
            handler_path = "none"
            command = ["none"]
            url_path = "/archive/{path:path}"
            """;

    private StartArchive() {}

    /// Runs a command, and sees to the archive before the JVM ends.
    ///
    /// @return the command's exit code
    static int around(IntSupplier command) {
        var atExit = new Thread(StartArchive::createFolder, "class archive");
        Runtime.getRuntime().addShutdownHook(atExit);
        int status = command.getAsInt();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            return status; // it served until it was stopped
        }
        if (createFolder()) load();
        return status;
    }

    /// @return whether an archive will be written
    private static boolean createFolder() {
        var archive = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(OPTION)).findFirst();
        if (archive.isEmpty()) return false;
        try {
            Files.createDirectories(Path.of(archive.get().substring(OPTION.length())).toAbsolutePath().getParent());
            return true;
        } catch (IOException _) {
            return false; // the JVM will say so
        }
    }

    /// Serves a project without code. It goes on until the JVM ends, which is at once.
    private static void load() {
        var ready = new CountDownLatch(1);
        var out = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void flush() {
                ready.countDown();
            }
        };
        try {
            var file = Files.createTempFile("smyth", ".toml");
            try {
                Files.writeString(file, PROJECT);
                Thread.ofPlatform().daemon()
                        .start(() -> Command.run(out, new PrintStream(OutputStream.nullOutputStream()),
                                file.toString()));
                ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | InterruptedException _) {
            // Without these classes the archive is small, which costs later starts some time and nothing else.
        }
    }
}
