package smyth.project;

import java.util.List;
import java.util.Map;
import smyth.template.Resource;
import smyth.tree.Node;

/// The functions of a template: `AWS::Serverless::Function` and `AWS::Lambda::Function`.
record TemplateFunctions(Stack stack, FunctionCode code, TemplateDraft draft) {
    static final String SAM = "AWS::Serverless::Function";
    private static final long DEFAULT_SECONDS = 3;
    /// What a supported runtime is taken for an old one.
    private static final Map<String, String> SUCCESSORS = Map.of("java8", "java11", "java8.al2", "java11");

    void read() {
        for (var resource : stack.ofType(SAM, "AWS::Lambda::Function")) {
            var properties = properties(resource);
            var name = Values.string(properties, "FunctionName").filter(text -> text.matches(FunctionNames.PATTERN))
                    .filter(text -> !draft.functions.containsKey(text)).orElse(resource.logicalId());
            var function = new TemplateFunction(resource, name);
            draft.add(function);
            execution(function, properties);
            runtime(function, properties);
            code.find(function, resource, properties);
            code.layers(function, properties, stack, draft.notes);
        }
    }

    /// With what `Globals` says under it.
    Node.Table properties(Resource resource) {
        return resource.type().equals(SAM) ? stack.properties(resource, "Function") : resource.properties();
    }

    private static void execution(TemplateFunction function, Node.Table properties) {
        function.settings.put(HandlerSettings.TIMEOUT.key(), number(properties, "Timeout")
                .orElseGet(() -> new Node.Scalar(function.at, DEFAULT_SECONDS)));
        number(properties, "MemorySize").ifPresent(size -> function.settings.put(HandlerSettings.MEMORY_SIZE.key(),
                size));
        Values.table(properties, "Environment", "Variables").entries().forEach((name, value) -> value.string()
                .ifPresent(text -> function.variables.put(name, text)));
    }

    /// Templates may write numbers in quotes.
    private static java.util.Optional<Node> number(Node.Table properties, String key) {
        return Values.at(properties, key).filter(node -> !(node instanceof Node.Nothing)).map(node -> node.string()
                .filter(text -> text.matches("\\d{1,9}")).map(text -> (Node) Values.scalar(node, Long.valueOf(text)))
                .orElse(node));
    }

    private void runtime(TemplateFunction function, Node.Table properties) {
        Values.at(properties, "Handler").filter(node -> node.text().isPresent())
                .ifPresent(handler -> function.set(HandlerSettings.HANDLER_PATH, handler));
        var written = Values.string(properties, "Runtime");
        if (written.isEmpty()) return;
        var runtime = SUCCESSORS.getOrDefault(written.get(), written.get());
        if (!runtime.equals(written.get()))
            draft.notes.add(function.name + " asks for " + written.get() + " and runs as " + runtime);
        if (runtime.startsWith("provided")) {
            function.leaveOut("nothing says how its " + runtime + " program is started",
                    HandlerSettings.COMMAND, HandlerSettings.RUNTIME);
        } else if (!CodeKinds.isRuntime(runtime)) {
            function.leaveOut("its runtime " + runtime + " is not supported", HandlerSettings.RUNTIME,
                    HandlerSettings.COMMAND);
        } else function.set(HandlerSettings.RUNTIME, Values.scalar(Values.at(properties, "Runtime").orElseThrow(),
                runtime));
    }

    List<Resource> ofSam() {
        return stack.ofType(SAM);
    }
}
