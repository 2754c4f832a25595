package smyth.classpath;

import static smyth.classpath.CompilerWire.readStrings;
import static smyth.classpath.CompilerWire.writeStrings;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One compilation.
///
/// @param options javac's, output folder and class path among them
record CompilerRequest(List<String> options, List<Path> sources) {
    static CompilerRequest read(DataInputStream in) throws IOException {
        return new CompilerRequest(readStrings(in), readStrings(in).stream().map(Path::of).toList());
    }

    void write(DataOutputStream out) throws IOException {
        writeStrings(out, options);
        writeStrings(out, sources.stream().map(Path::toString).toList());
        out.flush();
    }
}
