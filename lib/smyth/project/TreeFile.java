package smyth.project;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import smyth.config.Problem;
import smyth.tree.Node;

/// A YAML or JSON file that other tools share with Smyth: a template, a manifest. It may be broken or hostile.
public final class TreeFile {
    /// Five times what CloudFormation takes.
    private static final long MOST_BYTES = 5_000_000;

    private TreeFile() {}

    /// What it says; nothing after a problem was added. JSON by the file's ending, YAML otherwise.
    public static Optional<Node.Table> read(Path file, List<Problem> problems) {
        return content(file, problems).flatMap(text -> {
            boolean isJson = file.toString().toLowerCase().endsWith(".json");
            var root = isJson ? JsonTree.parse(file, text, problems) : YamlTree.parse(file, text, problems);
            if (root.isPresent() && !(root.get() instanceof Node.Table))
                problems.add(new Problem(file, root.get().at().line(), "",
                        root.get() instanceof Node.Nothing ? "the file is empty"
                                : "the file holds no keys at its top level; write KEY: VALUE"));
            return root.filter(Node.Table.class::isInstance).map(Node.Table.class::cast);
        });
    }

    private static Optional<String> content(Path file, List<Problem> problems) {
        try {
            if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
            if (!Files.isRegularFile(file)) return refused(file, 0, "this is not a file; name a file", problems);
            long size = Files.size(file);
            if (size > MOST_BYTES) return refused(file, 0,
                    "the file has %,d KB, and Smyth reads up to %,d KB; name the template itself, not what it packages"
                            .formatted(size / 1000, MOST_BYTES / 1000),
                    problems);
            var bytes = Files.readAllBytes(file);
            var decoder = StandardCharsets.UTF_8.newDecoder();
            try {
                var text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
                return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
            } catch (CharacterCodingException _) {
                return refused(file, lineOfFirstBadByte(bytes), "this is not UTF-8; save the file as UTF-8", problems);
            }
        } catch (NoSuchFileException _) {
            return refused(file, 0, "there is no such file", problems);
        } catch (IOException e) {
            return refused(file, 0, "the file cannot be read: " + e.getMessage(), problems);
        }
    }

    private static int lineOfFirstBadByte(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8.newDecoder().decode(in, java.nio.CharBuffer.allocate(bytes.length + 1), true);
        int line = 1;
        for (int i = 0; i < in.position(); i++) if (bytes[i] == '\n') line++;
        return line;
    }

    private static Optional<String> refused(Path file, int line, String message, List<Problem> problems) {
        problems.add(new Problem(file, line, "", message));
        return Optional.empty();
    }
}
