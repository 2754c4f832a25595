package smyth.project;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import smyth.config.Problem;

/// Who wrote a file. A configuration decides what runs here, so that of another user is not read.
final class FileOwner {
    private FileOwner() {}

    /// Why a file is not read although it is there.
    ///
    /// Root's files are read. Root itself reads those of the user in whose folder it was started, which is how
    /// containers work.
    ///
    /// @param start the folder in which Smyth was started
    static Optional<String> refusal(Path file, Path start) {
        try {
            if (!Files.exists(file) || !file.getFileSystem().supportedFileAttributeViews().contains("owner"))
                return Optional.empty();
            var owner = Files.getOwner(file);
            if (file.getFileSystem().supportedFileAttributeViews().contains("unix") ? isUnixFriend(file, start)
                    : isWindowsFriend(owner))
                return Optional.empty();
            return Optional.of(Problem.shown(file) + " is not read, because it belongs to user " + owner.getName()
                    + " and decides what runs here as " + System.getProperty("user.name")
                    + "; copy it or change its owner");
        } catch (IOException _) {
            return Optional.empty(); // a file system without owners, or a file that reading will complain about
        }
    }

    private static boolean isUnixFriend(Path file, Path start) throws IOException {
        int owner = (int) Files.getAttribute(file, "unix:uid");
        long me = new UnixSystem().getUid();
        return owner == me || owner == 0 || me == 0 && owner == (int) Files.getAttribute(start, "unix:uid");
    }

    // Files of an administrator belong to a group there.
    private static boolean isWindowsFriend(UserPrincipal owner) {
        return owner instanceof GroupPrincipal
                || owner.getName().replaceAll(".*\\\\", "").equalsIgnoreCase(System.getProperty("user.name"));
    }
}
