package smyth.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/// `--parameter NAME=VALUE`, which several commands take.
final class TemplateParameters {
    @Option(names = "--parameter", paramLabel = "NAME=VALUE", description = "The value of a parameter of the template; "
            + "may be given several times.")
    private Map<String, String> parameters = Map.of();

    Map<String, String> values() {
        return parameters;
    }
}
