package smyth.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import smyth.classpath.CacheFolder;

/// Class data archives of the worker, one for each JDK and worker class path: they make a cold start short. Made in the
/// background the first time they are missed; without one, or with a stale one, a worker starts all the same.
final class ClassArchives implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private static final int MOST_KEPT = 6; // about 13 MB each
    private static final Duration KEPT_FOR = Duration.ofDays(3);

    private final Path folder;
    private final Set<Path> begun = new HashSet<>();
    private volatile Process training;

    ClassArchives(Path folder) {
        this.folder = folder;
    }

    /// The archive, when there is one already.
    Optional<Path> of(Jdk jdk, String classpath) {
        var archive = folder.resolve(HexFormat.of().toHexDigits(
                (jdk.home() + "|" + modified(jdk.java()) + "|" + classpath + "|" + stamps(classpath)).hashCode()) + "-"
                + jdk.release() + ".jsa");
        if (Files.exists(archive)) {
            CacheFolder.touch(archive);
            return Optional.of(archive);
        }
        synchronized (begun) {
            if (begun.add(archive))
                Thread.ofPlatform().daemon().name("class archive").start(() -> make(jdk, classpath, archive));
        }
        return Optional.empty();
    }

    private void make(Jdk jdk, String classpath, Path archive) {
        try {
            var draft = Files.createTempFile(folder, "draft", ".jsa");
            Files.delete(draft); // the JVM wants to make it itself
            training = new ProcessBuilder(List.of(jdk.java().toString(), "-XX:ArchiveClassesAtExit=" + draft,
                    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable",
                    "-cp", classpath, "worker.java.Worker", "--train"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!training.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) training.destroyForcibly();
            else if (training.exitValue() == 0 && Files.exists(draft))
                Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
            CacheFolder.prune(folder, MOST_KEPT, KEPT_FOR);
            Files.deleteIfExists(draft);
        } catch (IOException _) {
            // A full disk, or a JVM that cannot do it: starts stay a little longer.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stamps(String classpath) {
        var stamps = new StringBuilder();
        for (var jar : classpath.split(File.pathSeparator)) stamps.append(modified(Path.of(jar))).append(' ');
        return stamps.toString();
    }

    private static String modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString();
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        var process = training;
        if (process != null) process.destroyForcibly();
    }
}
