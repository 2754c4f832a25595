import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.classpath.CacheFolder;

class CacheFolderTest {
    @TempDir
    Path home;

    @Test
    void eachSystemHasItsPlace() {
        assertEquals(home.resolve(".cache/smyth/x"), folder("Linux", Map.of()));
        assertEquals(home.resolve("xdg/smyth/x"),
                folder("Linux", Map.of("XDG_CACHE_HOME", home.resolve("xdg").toString())));
        assertEquals(home.resolve(".cache/smyth/x"), folder("Linux", Map.of("XDG_CACHE_HOME", "relative/is/ignored")));
        assertEquals(home.resolve("Library/Caches/smyth/x"), folder("Mac OS X", Map.of()));
        assertEquals(home.resolve("local/smyth/x"),
                folder("Windows 11", Map.of("LOCALAPPDATA", home.resolve("local").toString())));
        assertEquals(home.resolve("mine/x"), folder("Linux",
                Map.of("SMYTH_CACHE_DIR", home.resolve("mine").toString(), "XDG_CACHE_HOME", "/nowhere")));
    }

    @Test
    void homeThatCannotBeWrittenIsReplaced() throws Exception {
        Files.writeString(home.resolve("file"), "");

        var folder = folder("Linux", Map.of("SMYTH_CACHE_DIR", home.resolve("file/below").toString()));

        assertEquals(true, Files.isWritable(folder));
        Files.delete(folder);
        Files.delete(folder.getParent());
    }

    private Path folder(String os, Map<String, String> env) {
        var system = new Properties();
        system.setProperty("os.name", os);
        system.setProperty("user.home", home.toString());
        return CacheFolder.of(env, system).folder("x");
    }
}
