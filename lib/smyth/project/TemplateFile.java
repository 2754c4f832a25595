package smyth.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which file of a folder is its SAM or CloudFormation template.
public final class TemplateFile {
    static final List<String> NAMES = List.of("template.yaml", "template.yml", "template.json");
    private static final int ENOUGH = 2_000_000;

    private TemplateFile() {}

    /// The template of a folder, if it has functions; other templates may have the same names.
    public static Optional<Path> in(Path folder) {
        return NAMES.stream().map(folder::resolve).filter(TemplateFile::hasFunctions).findFirst();
    }

    /// Whether a file that a user named is meant as one.
    static boolean is(Path file) {
        return Files.isRegularFile(file) && file.toString().matches("(?i).*[.](ya?ml|json|template)");
    }

    private static boolean hasFunctions(Path file) {
        if (!Files.isRegularFile(file)) return false;
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(ENOUGH), StandardCharsets.UTF_8);
            return text.contains("AWS::Serverless") || text.contains("AWS::Lambda::Function");
        } catch (IOException _) {
            return false;
        }
    }
}
