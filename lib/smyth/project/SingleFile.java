package smyth.project;

import java.util.LinkedHashMap;
import java.util.Map;
import smyth.tree.Node;
import smyth.tree.Position;

/// One handler source file without a configuration: the settings that would serve it at every path.
final class SingleFile {
    private static final int MOST_LETTERS = 64;

    private SingleFile() {}

    static Node.Table settings(HandlerSource source) {
        var at = Position.of(source.file());
        var handler = new LinkedHashMap<String, Node>();
        handler.put(HandlerSettings.HANDLER_PATH.key(), new Node.Scalar(at, source.handlerPath()));
        handler.put(RouteSettings.URL_PATH.key(), new Node.Scalar(at, "$default"));
        handler.put(HandlerSettings.SOURCE.key(), new Node.Scalar(at, source.file().toString()));
        var handlers = new Node.Table(at, Map.of(name(source), new Node.Table(at, handler)));
        return new Node.Table(at, Map.of(TopSettings.HANDLERS.key(), handlers));
    }

    private static String name(HandlerSource source) {
        var name = source.file().getFileName().toString().replaceAll("\\.[a-z]+$", "")
                .replaceAll("[^a-zA-Z0-9-_]", "_");
        return name.substring(0, Math.min(MOST_LETTERS, name.length()));
    }
}
