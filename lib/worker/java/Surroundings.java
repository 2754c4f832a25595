package worker.java;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;

/// This process as its surroundings see it: what it prints, and whose child it is. All that depends on the system is
/// here.
final class Surroundings {
    private Surroundings() {}

    static void prepare() throws UnsupportedEncodingException {
        // UTF-8 whatever the terminal, and out as soon as printed, as on AWS; nothing between, so that much of it is
        // cheap.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8"));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), false, "UTF-8"));
        Logger.install();
        if (System.getProperty("os.name").startsWith("Windows")) endWithParent();
    }

    /// On Windows a process survives the one that started it. Elsewhere Smyth's guard sees to that.
    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            Thread watch = new Thread(() -> {
                parent.onExit().join();
                Runtime.getRuntime().halt(1);
            }, "parent watch");
            watch.setDaemon(true);
            watch.start();
        });
    }
}
