package smyth.project;

import java.nio.file.Path;
import java.util.List;

/// What PATH means.
sealed interface Found {
    /// @param notes sentences for the user about the search
    record Configuration(Path file, List<String> notes) implements Found {}

    /// @param file a SAM or CloudFormation template
    record Template(Path file, List<String> notes) implements Found {}

    record SourceFile(HandlerSource source) implements Found {}
}
