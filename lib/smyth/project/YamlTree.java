package smyth.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import smyth.config.Problem;
import smyth.project.TreeBuilder.Refused;
import smyth.tree.Node;
import smyth.tree.Position;

/// The tree of values of a YAML 1.2 file, with the short forms of CloudFormation's functions: `!Ref x` is the table
/// `{Ref: x}`, `!Sub x` is `{Fn::Sub: x}`. Anchors and merge keys (`<<`) are worked out.
final class YamlTree {
    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private final TreeBuilder builder;
    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();

    /// @param size how many values it holds when each reference in it is written out
    private record Anchored(Node node, long size) {}

    private YamlTree(TreeBuilder builder, Iterator<Event> events) {
        this.builder = builder;
        this.events = events;
    }

    /// What it says; nothing after a problem was added. An empty file is [Node.Nothing].
    static Optional<Node> parse(Path file, String text, List<Problem> problems) {
        var builder = new TreeBuilder(file, problems);
        int before = problems.size();
        try {
            var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
            var events = new Parse(settings).parseString(text).iterator();
            var root = new YamlTree(builder, events).document();
            return problems.size() > before ? Optional.empty() : Optional.of(root);
        } catch (Refused e) {
            builder.problem(e.line, e.getMessage());
        } catch (YamlEngineException e) {
            YamlProblem.report(e, text, builder);
        }
        return Optional.empty();
    }

    private Node document() {
        Node root = new Node.Nothing(builder.position(1, 1));
        boolean isRead = false;
        while (events.hasNext()) {
            var event = events.next();
            if (!(event instanceof NodeEvent)) continue;
            if (isRead)
                throw new Refused(at(event).line(), "a second document begins here (---); keep one in the file");
            root = node(event, at(event));
            isRead = true;
        }
        return root;
    }

    /// @param at where its key is, or it begins
    private Node node(Event event, Position at) {
        builder.count(1, at);
        if (event instanceof AliasEvent alias) return reference(alias, at);
        var anchor = ((NodeEvent) event).getAnchor();
        anchor.ifPresent(open::add);
        long before = builder.count();
        var node = switch (event) {
            case ScalarEvent scalar -> tagged(scalar.getTag(), scalar(scalar, at), at);
            case MappingStartEvent table -> tagged(table.getTag(), table(at), at);
            case SequenceStartEvent list -> tagged(list.getTag(), items(at), at);
            default -> throw new Refused(at.line(), "this is not a value");
        };
        anchor.ifPresent(name -> {
            open.remove(name);
            anchors.put(name, new Anchored(node, builder.count() - before));
        });
        return node;
    }

    private Node reference(AliasEvent alias, Position at) {
        var anchored = anchors.get(alias.getAlias());
        if (open.contains(alias.getAlias()))
            throw new Refused(at.line(), "*" + alias.getAlias() + " is within what it refers to; write the value");
        if (anchored == null) throw new Refused(at.line(),
                "*" + alias.getAlias() + " refers to nothing; mark a value above with &" + alias.getAlias());
        builder.count(anchored.size, at);
        return TreeBuilder.moved(anchored.node, at);
    }

    private Node.Items items(Position at) {
        builder.enter(at);
        var nodes = new ArrayList<Node>();
        for (var event = events.next(); event instanceof NodeEvent; event = events.next())
            nodes.add(node(event, at(event)));
        builder.leave();
        return new Node.Items(at, nodes);
    }

    private Node.Table table(Position at) {
        builder.enter(at);
        var entries = TreeBuilder.entries();
        var merged = TreeBuilder.entries();
        for (var event = events.next(); event instanceof NodeEvent; event = events.next()) {
            var keyAt = at(event);
            var key = key(event, keyAt);
            var value = node(events.next(), keyAt);
            if (key.equals("<<")) merge(value, merged);
            else builder.put(entries, key, value, keyAt);
        }
        merged.forEach(entries::putIfAbsent);
        builder.leave();
        return new Node.Table(at, entries);
    }

    private String key(Event event, Position at) {
        if (event instanceof ScalarEvent scalar) {
            scalar.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(scalar(scalar, at), 1)));
            return scalar.getValue();
        }
        if (event instanceof AliasEvent alias && reference(alias, at) instanceof Node.Scalar(_, _, var written))
            return written;
        throw new Refused(at.line(), "column %d: a key has to be a string; put it in quotes".formatted(at.column()));
    }

    /// Of several tables the first that has a key wins.
    private void merge(Node value, Map<String, Node> merged) {
        switch (value) {
            case Node.Table(_, var entries) -> entries.forEach(merged::putIfAbsent);
            case Node.Items(_, var nodes) -> nodes.forEach(node -> {
                if (node instanceof Node.Items) throw notMerged(node);
                merge(node, merged);
            });
            case Node.Scalar _,Node.Nothing _ -> throw notMerged(value);
        }
    }

    private static Refused notMerged(Node node) {
        return new Refused(node.at().line(), "<< takes a table or a list of tables, such as <<: *defaults");
    }

    private static Node scalar(ScalarEvent event, Position at) {
        var tag = event.getTag().orElse("");
        if (event.isPlain() && (tag.isEmpty() || tag.startsWith(STANDARD_TAG) && !tag.endsWith(":str")))
            return YamlScalar.of(event.getValue(), at);
        // !GetAZs with nothing behind it means "".
        return event.isPlain() && tag.startsWith("!") && !event.getValue().isEmpty()
                ? YamlScalar.of(event.getValue(), at)
                : new Node.Scalar(at, event.getValue());
    }

    private static Node tagged(Optional<String> tag, Node node, Position at) {
        var name = tag.filter(written -> written.startsWith("!") && written.length() > 1)
                .map(written -> written.substring(1));
        if (name.isEmpty()) return node;
        boolean isBare = name.get().equals("Ref") || name.get().equals("Condition");
        return new Node.Table(at, Map.of(isBare ? name.get() : "Fn::" + name.get(), node));
    }

    private Position at(Event event) {
        return event.getStartMark().map(mark -> builder.position(mark.getLine() + 1, mark.getColumn() + 1))
                .orElseGet(() -> builder.position(0, 0));
    }
}
