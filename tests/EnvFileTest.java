import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.ConfigException;
import smyth.project.ConfigReader;

class EnvFileTest {
    @TempDir
    Path folder;

    @Test
    void plainValuesAreTrimmedAndEndAtAComment() throws Exception {
        assertValue("AA=1", "1");
        assertValue("AA = two words \t", "two words");
        assertValue("AA=", "");
        assertValue("AA=x=y==", "x=y==");
        assertValue("AA=a#b # comment", "a#b");
        assertValue("AA= # comment", "");
        assertValue("AA=it's", "it's");
        assertValue("AA=C:\\new", "C:\\new");
        assertValue("AA=${HOME}/x", "${HOME}/x");
        assertValue("AA=caf\u00e9", "caf\u00e9");
    }

    @Test
    void exportCommentsBlankLinesAndWindowsLineEndsAreAccepted() throws Exception {
        assertValue("\uFEFF# first\r\n\r\n  export AA=1\r\nBB=2\r\n", "1");
        assertValue("AA=\"1\" # comment\r\nBB='2'\r\n", "1");
        assertValue("AA=1\nAA=2", "2");
    }

    @Test
    void quotedValuesKeepWhatStandsInThem() throws Exception {
        assertValue("AA=\" two # words \"", " two # words ");
        assertValue("AA=' two # words '", " two # words ");
        assertValue("AA=\"say \\\"hi\\\" to \\\\ and \\$x\"", "say \"hi\" to \\ and $x");
        assertValue("AA=\"a\\nb\\tc\\d\"", "a\nb\tc\\d");
        assertValue("AA='a\\nb \\'c\\''", "a\\nb 'c'");
        assertValue("AA=''", "");
        assertValue("AA=\"" + "\\n".repeat(2000) + "\"", "\n".repeat(2000));
    }

    @Test
    void quotedValuesMayHaveSeveralLines() throws Exception {
        assertValue("AA=\"-----BEGIN KEY-----\r\nabc==\r\n-----END KEY-----\"\r\nBB=2",
                "-----BEGIN KEY-----\nabc==\n-----END KEY-----");
        assertValue("AA='one\n# two\n\nthree'", "one\n# two\n\nthree");
    }

    @Test
    void whatIsNoEntryIsNamedByItsLineAndNotShown() {
        assertProblem("# one\nAA=\"two\nthree\"\n\ns3cret\n", 5, "this is not NAME=value");
        assertProblem("AA=\"s3cret", 1, "the quotes do not match");
        assertProblem("AA=\"s3cret\" more", 1, "the quotes do not match");
        assertProblem("=s3cret", 1, "this is not NAME=value");
        assertProblem("A-B=1", 1,
                "is not a valid name of an environment variable; use letters, digits and underscores, and begin with "
                        + "a letter");
    }

    // --- infra ---

    private void assertValue(String text, String expected) throws Exception {
        write(text);
        assertEquals(expected, ConfigReader.read(folder).functions().getFirst().execution().env().get("AA"));
    }

    private void assertProblem(String text, int line, String expected) {
        var e = assertThrows(ConfigException.class, () -> {
            write(text);
            ConfigReader.read(folder);
        });
        assertEquals(1, e.problems().size());
        var problem = e.problems().getFirst();
        assertEquals(folder.resolve(".env"), problem.file());
        assertEquals(line, problem.line());
        assertEquals(expected, problem.message());
    }

    private void write(String env) throws Exception {
        Files.writeString(folder.resolve(".env"), env);
        Files.writeString(folder.resolve("smyth.toml"), "[handlers.hello]\nhandler_path = \"Hello\"\n");
    }
}
