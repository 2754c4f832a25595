package smyth.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import smyth.config.ConfigException;
import smyth.project.ConfigReader;
import smyth.project.SamExport;
import smyth.project.TomlExport;

/// `smyth export toml|sam [PATH]`: the configuration in another form. Writes no file.
final class Export implements Callable<Integer> {
    /// What can be printed.
    enum Form { toml, sam }

    @Parameters(index = "0", paramLabel = "toml|sam", description = "toml: the smyth.toml that says the same as a "
            + "template. sam: the SAM template that says the same as a smyth.toml.")
    private Form form;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "A folder, a "
            + "configuration file or a template. Default: the current folder.")
    private Path path;

    @Mixin
    private TemplateParameters parameters = new TemplateParameters();

    private final PrintStream out;

    Export(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws ConfigException {
        out.print(switch (form) {
            case toml -> TomlExport.of(path, System.getenv(), parameters.values());
            case sam -> SamExport.of(ConfigReader.read(path, Optional.empty(), System.getenv(),
                    parameters.values()));
        });
        out.flush();
        return ExitCode.OK;
    }
}
