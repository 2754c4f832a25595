package smyth.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.config.Problem;
import smyth.config.StandIn;
import smyth.config.Trigger.EventSource;
import smyth.route.InvokeMode;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// Makes settings of what a template says, and puts those of a smyth.toml over them.
final class TemplateSettings {
    private final Reading reading;
    private final TemplateDraft draft;
    private final Node.Table own;
    private final Optional<String> region;
    private final Position at;
    private final Map<String, Node> handlers = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();

    /// @param own    the settings of a smyth.toml
    /// @param region where the template is deployed
    TemplateSettings(Reading reading, Path template, TemplateDraft draft, Node.Table own, Optional<String> region) {
        this.reading = reading;
        this.draft = draft;
        this.own = own;
        this.region = region;
        this.at = Position.of(template);
    }

    TemplateResult result(List<StandIn> standIns) {
        var ownHandlers = new LinkedHashMap<>(Values.table(own, TopSettings.HANDLERS.key()).entries());
        var variables = new LinkedHashMap<String, Map<String, String>>();
        var events = new LinkedHashMap<String, List<EventSource>>();
        for (var function : draft.functions.values()) {
            var over = Optional.ofNullable(ownHandlers.remove(function.name))
                    .or(() -> Optional.ofNullable(ownHandlers.remove(function.logicalId)));
            if (over.isPresent() && !(over.get() instanceof Node.Table)) handlers.put(function.name, over.get());
            else handler(function, (Node.Table) over.orElseGet(() -> new Node.Table(function.at, Map.of())));
            variables.put(function.name, function.variables);
            events.put(function.name, function.events);
        }
        ownHandlers.forEach(this::ownHandler);
        if (handlers.isEmpty()) nothingToServe();
        else reasons.forEach(draft.notes::add);
        var settings = new LinkedHashMap<>(own.entries());
        region.ifPresent(name -> settings.putIfAbsent(TopSettings.REGION.key(), new Node.Scalar(at, name)));
        var apis = Values.merged(apis(), Values.table(own, TopSettings.APIS.key()));
        if (!apis.entries().isEmpty()) settings.put(TopSettings.APIS.key(), apis);
        settings.put(TopSettings.HANDLERS.key(), new Node.Table(at, handlers));
        return new TemplateResult(new Node.Table(own.at(), settings),
                new Deployment(variables, events, standIns));
    }

    private void handler(TemplateFunction function, Node.Table over) {
        var reason = function.leftOut()
                .filter(left -> left.remedies().stream().noneMatch(over.entries()::containsKey));
        if (reason.isPresent()) {
            reasons.add(reason.get().of(function.name));
            return;
        }
        var entries = new LinkedHashMap<>(function.settings);
        var keys = over.entries().keySet();
        if (!keys.contains(RouteSettings.URL_PATH.key()) && !keys.contains(HandlerSettings.ROUTES.key())) {
            var routes = routes(function);
            if (!routes.nodes().isEmpty()) entries.put(HandlerSettings.ROUTES.key(), routes);
        }
        entries.putAll(over.entries());
        handlers.put(function.name, new Node.Table(function.at, entries));
    }

    /// A table that only overrides must have something to override.
    private void ownHandler(String name, Node node) {
        if (node instanceof Node.Table table && !table.entries().containsKey(HandlerSettings.HANDLER_PATH.key())
                && !table.entries().containsKey(HandlerSettings.COMMAND.key())) {
            var names = draft.functions.values().stream().map(function -> function.name).toList();
            reading.problems().add(new Problem(node.at().file(), node.at().line(), "handlers." + name,
                    "is not a function of " + Problem.shown(at.file()) + Words.didYouMean(name, names)
                            + "; for a handler of its own, add handler_path"));
        } else handlers.put(name, node);
    }

    private void nothingToServe() {
        var why = draft.functions.isEmpty() ? "there are no functions in this template"
                : "no function of this template can be served";
        reading.problems().add(new Problem(at.file(), 0, "", why
                + reasons.stream().map("\n           "::concat).reduce("", String::concat)));
    }

    private Node.Items routes(TemplateFunction function) {
        var routes = new ArrayList<Node>();
        for (var api : draft.apis.values())
            for (var route : api.routes) if (route.function().equals(function.name)) routes.add(route(api, route));
        return new Node.Items(function.at, routes);
    }

    private Node.Table route(TemplateApi api, TemplateApi.Route route) {
        var position = route.at();
        var entries = new LinkedHashMap<String, Node>();
        entries.put(RouteSettings.URL_PATH.key(), new Node.Scalar(position, route.path()));
        if (!route.method().equals("ANY")) entries.put(RouteSettings.METHODS.key(),
                Values.list(new Node.Nothing(position), List.of(route.method())));
        if (route.format() != api.format) entries.put(RouteSettings.EVENT.key(),
                new Node.Scalar(position, route.format().setting()));
        if (route.mode() != InvokeMode.BUFFERED) entries.put(RouteSettings.INVOKE_MODE.key(),
                new Node.Scalar(position, route.mode().setting()));
        entries.put(RouteSettings.API.key(), new Node.Scalar(position, api.name));
        return new Node.Table(position, entries);
    }

    private Node.Table apis() {
        var apis = new LinkedHashMap<String, Node>();
        for (var api : draft.apis.values()) {
            if (api.routes.stream().noneMatch(route -> handlers.containsKey(route.function()))) continue;
            var entries = new LinkedHashMap<String, Node>();
            entries.put(ApiSettings.EVENT.key(), new Node.Scalar(at, api.format.setting()));
            api.stage.ifPresent(stage -> entries.put(ApiSettings.STAGE.key(), new Node.Scalar(at, stage)));
            if (!api.basePath.isEmpty())
                entries.put(ApiSettings.BASE_PATH.key(), new Node.Scalar(at, api.basePath));
            apis.put(api.name, new Node.Table(at, entries));
        }
        return new Node.Table(at, apis);
    }
}
