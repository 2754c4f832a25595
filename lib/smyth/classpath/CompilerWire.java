package smyth.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Strings on the pipes between the server and the compiler's JVM. Reads block.
final class CompilerWire {
    /// Begins every reply: other bytes there were written by native code of an annotation processor.
    static final int MAGIC = 0x534D5954;

    private CompilerWire() {}

    static List<String> readStrings(DataInputStream in) throws IOException {
        var strings = new ArrayList<String>();
        for (int count = in.readInt(); count > 0; count--) strings.add(readString(in));
        return strings;
    }

    static void writeStrings(DataOutputStream out, List<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (var string : strings) writeString(out, string);
    }

    /// Longer than `readUTF` allows: a class path may be.
    static String readString(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), UTF_8);
    }

    static void writeString(DataOutputStream out, String string) throws IOException {
        var bytes = string.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
