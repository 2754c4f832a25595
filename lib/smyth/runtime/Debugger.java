package smyth.runtime;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import smyth.config.Debug;

/// What a worker prints about its debugger, beside what the handler prints.
///
/// @param language  `java`, `node`, `python`
/// @param listening the whole line that names the port, which is its first group
/// @param noise     other whole lines that are not the handler's
/// @param fixedPort the port that must be free before the worker starts
public record Debugger(String language, Pattern listening, Pattern noise, OptionalInt fixedPort) {
    static OptionalInt fixedPort(Debug debug) {
        return debug instanceof Debug.Port(int port) ? OptionalInt.of(port) : OptionalInt.empty();
    }
}
