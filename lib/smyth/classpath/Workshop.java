package smyth.classpath;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What all builds of one Smyth share: where they keep classes, who fetches and compiles, and what the last build of
/// each module came to.
///
/// @param progress      takes a line at a time, for people
/// @param lasts         the last compilation of each module
/// @param processorJars whether a jar holds annotation processors, by its stamp
/// @param runs          the last success of each module's build command
/// @param turns         held while a project is built, by its id
record Workshop(CacheFolder cache, Dependencies dependencies, CompilerJvm compiler, Consumer<String> progress,
        Map<String, Recompilation> lasts, Map<String, Boolean> processorJars, Map<String, CommandRun> runs,
        Map<String, ReentrantLock> turns) {
    Workshop(CacheFolder cache, Dependencies dependencies, CompilerJvm compiler, Consumer<String> progress) {
        this(cache, dependencies, compiler, progress, new ConcurrentHashMap<>(), new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /// The last success of a build command: what it was run for, and the copy of what it made.
    record CommandRun(String key, Path classes) {}
}
