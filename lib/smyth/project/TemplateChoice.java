package smyth.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import smyth.tree.Node;

/// Which template the settings of a smyth.toml are about.
final class TemplateChoice {
    private TemplateChoice() {}

    /// The one that they name; else the one beside them, where handlers lack what only a template can say. Reports one
    /// that is not there.
    static Optional<Path> of(Reading reading, Node.Table written) {
        var top = new TableReader(written, reading.location());
        var quiet = new TableReader(written, new Location(reading.location().at(), "", new ArrayList<>()));
        var named = quiet.read(TopSettings.TEMPLATE).map(text -> reading.folder().resolve(text).normalize());
        if (named.isPresent()) {
            if (Files.isRegularFile(named.get())) return named;
            top.problem(TopSettings.TEMPLATE, "there is no file " + named.get());
            return Optional.empty();
        }
        var beside = TemplateFile.in(reading.folder());
        return beside.filter(_ -> !standsAlone(written));
    }

    private static boolean standsAlone(Node.Table written) {
        var handlers = Values.table(written, TopSettings.HANDLERS.key()).entries().values();
        return !handlers.isEmpty() && handlers.stream().allMatch(handler -> handler instanceof Node.Table table
                && (table.entries().containsKey(HandlerSettings.HANDLER_PATH.key())
                        || table.entries().containsKey(HandlerSettings.COMMAND.key())));
    }
}
