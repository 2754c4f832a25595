package smyth.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smyth.config.Problem;
import smyth.project.TreeBuilder.Refused;
import smyth.tree.Node;
import smyth.tree.Position;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The tree of values of a JSON file.
final class JsonTree {
    private final TreeBuilder builder;
    private final JsonParser parser;

    private JsonTree(TreeBuilder builder, JsonParser parser) {
        this.builder = builder;
        this.parser = parser;
    }

    /// What it says; nothing after a problem was added. An empty file is [Node.Nothing].
    static Optional<Node> parse(Path file, String text, List<Problem> problems) {
        var builder = new TreeBuilder(file, problems);
        int before = problems.size();
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) return Optional.of(new Node.Nothing(builder.position(1, 1)));
            var tree = new JsonTree(builder, parser);
            var root = tree.node(tree.at());
            if (parser.nextToken() != null)
                throw new Refused(tree.at().line(), "the file goes on behind its last bracket; remove the rest");
            return problems.size() > before ? Optional.empty() : Optional.of(root);
        } catch (Refused e) {
            builder.problem(e.line, e.getMessage());
        } catch (JacksonException e) {
            builder.problem(e.getLocation().getLineNr(),
                    "column " + e.getLocation().getColumnNr() + ": " + words(e.getOriginalMessage()));
        }
        return Optional.empty();
    }

    /// What cannot be read is not shown: it may be half a secret.
    private static String words(String message) {
        var line = message.lines().findFirst().orElse("this is not JSON");
        if (line.startsWith("Unexpected end-of-input")) return "the file ends before its last bracket or quote";
        return line.replaceFirst("^Unrecognized token '.*?':.*", "this is not JSON; put strings in double quotes")
                .replaceFirst("\\(START_.*", "");
    }

    private Node node(Position at) {
        builder.count(1, at);
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(at);
            case START_ARRAY -> items(at);
            case VALUE_STRING -> new Node.Scalar(at, parser.getString());
            case VALUE_TRUE -> new Node.Scalar(at, true);
            case VALUE_FALSE -> new Node.Scalar(at, false);
            case VALUE_NULL -> new Node.Nothing(at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString(), at);
            default -> throw new Refused(at.line(), "this is not a value");
        };
    }

    private static Node number(String text, Position at) {
        boolean isWhole = text.length() < 19 && text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        return new Node.Scalar(at, isWhole ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text), text);
    }

    private Node.Table table(Position at) {
        builder.enter(at);
        var entries = TreeBuilder.entries();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var keyAt = at();
            parser.nextToken();
            builder.put(entries, key, node(keyAt), keyAt);
        }
        builder.leave();
        return new Node.Table(at, entries);
    }

    private Node.Items items(Position at) {
        builder.enter(at);
        var nodes = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) nodes.add(node(at()));
        builder.leave();
        return new Node.Items(at, nodes);
    }

    private Position at() {
        var location = parser.currentTokenLocation();
        return builder.position(location.getLineNr(), location.getColumnNr());
    }
}
