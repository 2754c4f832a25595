package smyth.cli;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.time.Duration;

/// The end of the server when the process is asked to end: in order, but at once when it is asked a second time, and in
/// any case when the order takes too long. Workers do not outlive it either way: the guard sees to that.
final class Stop {
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private Stop() {}

    /// @param close ends everything; may block, with a limit or without
    static void with(Runnable close, PrintStream err) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            haltAtSecondInterrupt();
            // A platform thread: one that waits for the very threads that are stuck would be no help.
            Thread.ofPlatform().daemon().name("watchdog").start(() -> {
                try {
                    Thread.sleep(LIMIT);
                    // not on this thread: nobody may read what is printed, and then it blocks
                    Thread.ofPlatform().daemon().start(() -> err.println(
                            "smyth: stopping took longer than " + LIMIT.toSeconds() + " s and was cut short"))
                            .join(Duration.ofMillis(200));
                    Runtime.getRuntime().halt(ExitCode.FAILED);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            close.run();
        }));
    }

    /// By reflection, because the compiler warns of these classes in any case; the JVM itself leaves a second
    /// Ctrl-C waiting for the first.
    private static void haltAtSecondInterrupt() {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("INT"),
                    Proxy.newProxyInstance(Stop.class.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                        Runtime.getRuntime().halt(130);
                        return null;
                    }));
        } catch (ReflectiveOperationException | IllegalArgumentException _) {
            // a JVM without them: the watchdog has the last word
        }
    }
}
