package smyth.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smyth.config.Problem;
import smyth.config.StandIn;
import smyth.template.Resolved;
import smyth.template.Resource;
import smyth.template.Settings;
import smyth.tree.Node;
import smyth.tree.Words;

/// Reads a SAM or CloudFormation template: what it deploys, as settings.
final class TemplateReader {
    private final Reading reading;
    private final Path template;
    /// What is wrong with a setting by itself is reported when all of them are read.
    private final TableReader own;
    private final TableReader report;
    private final Node.Table written;

    private TemplateReader(Reading reading, Path template, Node.Table written) {
        this.reading = reading;
        this.template = template;
        this.written = written;
        this.own = new TableReader(written, new Location(reading.location().at(), "", new ArrayList<>()));
        this.report = new TableReader(written, reading.location());
    }

    /// Reports what is wrong; then the settings are as they were written.
    ///
    /// @param written the settings of a smyth.toml, which are stronger; an empty table without one
    static TemplateResult read(Reading reading, Path template, Node.Table written) {
        return new TemplateReader(reading, template, written).result();
    }

    private TemplateResult result() {
        reading.readFrom().add(template);
        var samconfig = Samconfig.read(template.getParent(), own.read(TopSettings.ENVIRONMENT),
                report.location(TopSettings.ENVIRONMENT.key()), reading);
        int before = reading.problems().size();
        var tree = TreeFile.read(template, reading.problems());
        if (tree.isEmpty()) return new TemplateResult(written, Deployment.NONE);
        var draft = new TemplateDraft();
        var files = ProjectFiles.of(template, reading, draft.notes);
        var standIns = new ArrayList<StandIn>();
        var stack = Stack.of(tree.get(), settings(tree.get(), samconfig, files), resolved -> {
            reading.problems().addAll(resolved.problems());
            standIns.addAll(standIns(resolved));
        });
        if (reading.problems().size() > before) return new TemplateResult(written, Deployment.NONE);
        fill(draft, stack, files);
        var result = new TemplateSettings(reading, template, draft, written, samconfig.region()).result(standIns);
        reading.notes().addAll(draft.notes);
        draft.unenforced().ifPresent(reading.notes()::add);
        return result;
    }

    private Settings settings(Node.Table tree, Samconfig samconfig, ProjectFiles files) {
        var parameters = new LinkedHashMap<>(samconfig.parameters());
        var declared = Values.table(tree, "Parameters").entries().keySet();
        parameters.keySet().retainAll(declared);
        var ours = new LinkedHashMap<>(strings(TopSettings.PARAMETERS));
        ours.putAll(reading.parameters());
        ours.keySet().stream().filter(name -> !declared.contains(name)).forEach(name -> {
            var where = reading.parameters().containsKey(name)
                    ? new Location(reading.location().at(), "--parameter", reading.problems())
                    : report.location(TopSettings.PARAMETERS.key());
            where.problem(name + " is not a parameter of " + Problem.shown(template)
                    + Words.didYouMean(name, declared));
        });
        parameters.putAll(ours);
        var region = own.read(TopSettings.REGION).or(samconfig::region)
                .orElseGet(() -> TopLevel.region(own, reading.shell()));
        return new Settings(region, own.value(TopSettings.ACCOUNT_ID),
                own.read(TopSettings.STACK).or(samconfig::stack).orElseGet(this::folderName), parameters,
                strings(TopSettings.UNKNOWN), reading.shell(), files::read);
    }

    /// A stack's name has letters, digits and hyphens.
    private String folderName() {
        var name = String.valueOf(reading.folder().getFileName()).replaceAll("[^A-Za-z0-9-]+", "-")
                .replaceFirst("^[^A-Za-z]+", "");
        return name.isEmpty() ? "stack" : name;
    }

    private Map<String, String> strings(Setting<Node.Table> setting) {
        var strings = new LinkedHashMap<String, String>();
        own.read(setting).ifPresent(table -> table.entries().forEach((name, value) -> value.string()
                .ifPresent(text -> strings.put(name, text))));
        return strings;
    }

    private static List<StandIn> standIns(Resolved resolved) {
        return resolved.unknowns().stream().map(unknown -> new StandIn(unknown.name(), unknown.value(),
                unknown.usedBy(), unknown.at().file(), unknown.at().line(), unknown.remedy())).toList();
    }

    private static void fill(TemplateDraft draft, Stack stack, ProjectFiles files) {
        var code = new FunctionCode(files, new SourceIndex(files.root()));
        var functions = new TemplateFunctions(stack, code, draft);
        functions.read();
        var openApi = new OpenApi(stack, files, draft);
        var events = new SamEvents(stack, draft);
        for (var resource : functions.ofSam()) draft.function(Optional.of(resource.logicalId()))
                .ifPresent(function -> events.read(resource, function, functions.properties(resource)));
        new SamApis(stack, openApi, draft).read();
        new RestApis(stack, openApi, draft).read();
        new HttpApis(stack, openApi, draft).read();
        new LoadBalancers(stack, draft).read();
        for (var url : stack.ofType("AWS::Lambda::Url")) url(draft, stack, events, url);
        new EventSources(stack, draft).read();
        draft.separate();
    }

    private static void url(TemplateDraft draft, Stack stack, SamEvents events, Resource url) {
        draft.function(stack.functionName(Values.string(url.properties(), "TargetFunctionArn")))
                .ifPresent(function -> events.url(function, url.logicalId(), url.properties()));
    }
}
