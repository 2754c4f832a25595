package smyth.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smyth.config.Trigger.EventSource;
import smyth.template.Resource;
import smyth.tree.Node;
import smyth.tree.Position;

/// A function of a template, while the template is read.
final class TemplateFunction {
    final String logicalId;
    final String name;
    final Position at;
    /// As a table `[handlers.NAME]` would hold them, but for routes and variables.
    final Map<String, Node> settings = new LinkedHashMap<>();
    final Map<String, String> variables = new LinkedHashMap<>();
    final List<EventSource> events = new ArrayList<>();
    private Optional<LeftOut> leftOut = Optional.empty();

    /// Why a function is not served.
    ///
    /// @param reason   completes "orders is left out: "
    /// @param remedies settings of which one is enough to serve it
    record LeftOut(String reason, Set<String> remedies) {
        String of(String function) {
            var settings = List.copyOf(remedies);
            int last = settings.size() - 1;
            return function + " is left out: " + reason + "; set "
                    + (last == 0 ? "" : String.join(", ", settings.subList(0, last)) + " or ") + settings.get(last)
                    + " in [handlers." + function + "] of smyth.toml";
        }
    }

    TemplateFunction(Resource resource, String name) {
        this.logicalId = resource.logicalId();
        this.name = name;
        this.at = resource.at();
    }

    void set(Setting<?> setting, Object value) {
        settings.put(setting.key(), new Node.Scalar(at, value));
    }

    void set(Setting<?> setting, Node value) {
        settings.put(setting.key(), value);
    }

    void set(Setting<?> setting, List<String> values) {
        settings.put(setting.key(), Values.list(new Node.Nothing(at), values));
    }

    Optional<String> text(Setting<?> setting) {
        return Optional.ofNullable(settings.get(setting.key())).flatMap(Node::text);
    }

    /// The first reason counts.
    void leaveOut(String reason, Setting<?>... remedies) {
        if (leftOut.isPresent()) return;
        var keys = new java.util.LinkedHashSet<String>();
        for (var setting : remedies) keys.add(setting.key());
        leftOut = Optional.of(new LeftOut(reason, keys));
    }

    Optional<LeftOut> leftOut() {
        return leftOut;
    }

    void addEvent(String kind, String name) {
        var event = new EventSource(kind, name);
        if (!events.contains(event)) events.add(event);
    }
}
