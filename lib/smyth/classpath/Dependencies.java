package smyth.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The jars behind Maven coordinates. Asked once for each set of them: later starts read the answer from the cache,
/// without Maven's classes and without network.
final class Dependencies {
    private static final Duration SNAPSHOTS_STAY = Duration.ofHours(12);
    private final CacheFolder cache;
    private final Consumer<String> progress;
    private final Duration limit;

    /// @param progress gets what is being fetched, for people
    Dependencies(CacheFolder cache, Consumer<String> progress, Duration limit) {
        this.cache = cache;
        this.progress = progress;
        this.limit = limit;
    }

    /// Jars in class path order. Blocks while they are fetched.
    ///
    /// @throws UnresolvedException when one cannot be had, with the coordinate and the line that names it
    List<Path> resolve(List<Coordinate> wanted, List<Repository> repositories)
            throws UnresolvedException, InterruptedException {
        if (wanted.isEmpty()) return List.of();
        var key = CacheFolder.key(
                Stream.concat(wanted.stream().map(Coordinate::text), repositories.stream().map(Repository::toString))
                        .toList());
        boolean changing = wanted.stream().anyMatch(Coordinate::mayChange);
        var known = known(key);
        if (known.isPresent() && !(changing && isOld(known.get().resolvedAt()))) return known.get().jars();
        try {
            var jars = fetch(() -> Resolver.resolve(wanted, repositories, progress));
            remember(key, jars);
            return jars;
        } catch (UnresolvedException e) {
            // A newer snapshot cannot be had at the moment: yesterday's is better than none.
            return known.map(Answer::jars).orElseThrow(() -> e);
        }
    }

    private record Answer(long resolvedAt, List<Path> jars) {}

    private Optional<Answer> known(String key) {
        return cache.read("classpaths", key).filter(lines -> !lines.isEmpty())
                .map(lines -> new Answer(Long.parseLong(lines.getFirst()),
                        lines.stream().skip(1).map(Path::of).toList()))
                .filter(answer -> answer.jars().stream().allMatch(Files::exists));
    }

    private static boolean isOld(long resolvedAt) {
        return System.currentTimeMillis() - resolvedAt > SNAPSHOTS_STAY.toMillis();
    }

    private void remember(String key, List<Path> jars) {
        var lines = new ArrayList<>(List.of(String.valueOf(System.currentTimeMillis())));
        jars.forEach(jar -> lines.add(jar.toString()));
        try {
            cache.write("classpaths", key, lines);
        } catch (IOException e) {
            progress.accept("the class path is not kept for the next start: " + e);
        }
    }

    /// What a Maven project is made of, in the lines of [ProjectModel]. Not kept here.
    List<String> pom(Path folder, String handlerFile, List<Path> roots)
            throws UnresolvedException, InterruptedException {
        return fetch(() -> PomReader.read(folder, handlerFile, roots, progress));
    }

    /// On a thread of its own: a connection that hangs does not heed an interrupt.
    private <T> T fetch(Callable<T> work) throws UnresolvedException, InterruptedException {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("dependencies").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new UnresolvedException("dependencies could not be fetched within " + limit.toSeconds()
                    + " s; check the network, then save the file again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnresolvedException unresolved) throw unresolved;
            throw new UnresolvedException("dependencies could not be resolved: " + e.getCause());
        } finally {
            task.cancel(true);
        }
    }
}
