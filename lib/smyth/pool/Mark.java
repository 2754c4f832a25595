package smyth.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// An environment variable that only processes started by this Smyth have, and what they start: its value is random.
/// Nothing without it is ever ended.
///
/// The server's own mark begins that of each execution environment.
record Mark(String value) {
    static final String VARIABLE = "SMYTH_EXECUTION_ENVIRONMENT";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Path PROCESSES = Path.of("/proc");
    private static final byte[] NAME = ("\0" + VARIABLE + "=").getBytes(ISO_8859_1);

    static Mark ofServer() {
        return new Mark(random());
    }

    Mark ofEnvironment() {
        return new Mark(value + "-" + random());
    }

    private static String random() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The mark of a process that is alive; empty where it has none, or the system does not tell (all but Linux). A
    /// zombie has none.
    static Optional<Mark> of(ProcessHandle process) {
        try {
            var variables = Files.readAllBytes(PROCESSES.resolve(process.pid() + "/environ"));
            int at = find(variables);
            if (at < 0) return Optional.empty();
            int end = at;
            while (end < variables.length && variables[end] != 0) end++;
            return Optional.of(new Mark(new String(variables, at, end - at, ISO_8859_1)));
        } catch (IOException _) {
            return Optional.empty(); // gone, or another user's
        }
    }

    /// Where the value begins; -1 when the variable is not there.
    private static int find(byte[] variables) {
        for (int i = -1; i + NAME.length <= variables.length; i++) {
            int matched = i < 0 ? 1 : 0; // the first variable has no end of another before it
            while (matched < NAME.length && variables[i + matched] == NAME[matched]) matched++;
            if (matched == NAME.length) return i + matched;
        }
        return -1;
    }
}
