package smyth.classpath;

import static smyth.classpath.CompilerWire.MAGIC;
import static smyth.classpath.CompilerWire.readString;
import static smyth.classpath.CompilerWire.writeString;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The result of a compilation.
///
/// @param breakdown why there is no result; "" if the compiler ran, with or without errors in the code
record CompilerReply(boolean success, List<Diagnostic> diagnostics, String breakdown) {
    static CompilerReply broken(String reason) {
        return new CompilerReply(false, List.of(), reason);
    }

    static CompilerReply read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) throw new IOException("native code wrote to its standard output");
        boolean success = in.readBoolean();
        var breakdown = readString(in);
        var diagnostics = new ArrayList<Diagnostic>();
        for (int count = in.readInt(); count > 0; count--) {
            boolean error = in.readBoolean();
            var file = readString(in);
            diagnostics.add(new Diagnostic(error, file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)),
                    in.readInt(), in.readInt(), readString(in), readString(in)));
        }
        return new CompilerReply(success, List.copyOf(diagnostics), breakdown);
    }

    /// In one write, so that a reply is whole or missing.
    void write(DataOutputStream to) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeBoolean(success);
        writeString(out, breakdown);
        out.writeInt(diagnostics.size());
        for (var diagnostic : diagnostics) {
            out.writeBoolean(diagnostic.error());
            writeString(out, diagnostic.file().map(Path::toString).orElse(""));
            out.writeInt(diagnostic.line());
            out.writeInt(diagnostic.column());
            writeString(out, diagnostic.message());
            writeString(out, diagnostic.sourceLine());
        }
        bytes.writeTo(to);
        to.flush();
    }
}
