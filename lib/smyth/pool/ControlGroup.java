package smyth.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A control group of Linux, which a process is put into, and with it all that it starts from then on: no cleared
/// environment and no new session leads out of it, and one write ends all of them.
///
/// It is there where version 2 is mounted and our own group lets us make groups below it: for root, for the services
/// and terminals of a systemd user session, in many containers. https://docs.kernel.org/admin-guide/cgroup-v2.html
final class ControlGroup {
    private final Path folder;

    private ControlGroup(Path folder) {
        this.folder = folder;
    }

    /// Below the one that we are in; empty where the system has none or lets us make none.
    static Optional<ControlGroup> create(String name) {
        try {
            var own = own();
            return own.isEmpty() ? Optional.empty() : create(own.get(), name);
        } catch (IOException | RuntimeException _) {
            return Optional.empty(); // not Linux, or one that tells nothing
        }
    }

    /// One within this one.
    Optional<ControlGroup> within(String name) {
        return create(folder, name);
    }

    private static Optional<ControlGroup> create(Path parent, String name) {
        var folder = parent.resolve(name);
        try {
            Files.createDirectory(folder);
            if (Files.isWritable(folder.resolve("cgroup.kill"))) return Optional.of(new ControlGroup(folder));
            Files.delete(folder); // Linux before 5.14
        } catch (IOException _) {
            // not ours to write to
        }
        return Optional.empty();
    }

    /// Where the group of this process is mounted.
    private static Optional<Path> own() throws IOException {
        var path = Files.readAllLines(Path.of("/proc/self/cgroup")).stream().filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring(4)).findFirst();
        // 31 23 0:28 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw
        var mount = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" - cgroup2 ")).map(line -> line.split(" "))
                .filter(words -> words[3].equals("/")).map(words -> Path.of(words[4])).findFirst();
        return mount.flatMap(root -> path.map(root::resolve)).filter(Files::isDirectory);
    }

    Path folder() {
        return folder;
    }

    /// Puts a process into it; what it has started before stays outside.
    void add(long pid) {
        write("cgroup.procs", Long.toString(pid));
    }

    /// Kills every process in it.
    void kill() {
        write("cgroup.kill", "1");
    }

    private void write(String file, String value) {
        try {
            Files.writeString(folder.resolve(file), value);
        } catch (IOException _) {
            // The process or the group is gone; marks and parents lead to what there may be.
        }
    }

    /// @return whether it is gone, which it can only be when no process is left in it
    boolean remove() {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
