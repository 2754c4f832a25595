package smyth.classpath;

import java.nio.file.Path;
import java.util.OptionalInt;

/// One Java file with JBang directives, and what they name.
///
/// @param folder of the configuration
record JbangProject(Path file, Path folder, Dependencies dependencies) implements ProjectKind {
    @Override
    public String description() {
        return "JBang file " + Diagnostic.shown(file, folder);
    }

    @Override
    public String id() {
        return file.toString();
    }

    @Override
    public OptionalInt release() {
        return directives().minimum();
    }

    private JbangFile directives() {
        return JbangFile.read(file, System.getenv(), System.getProperties());
    }

    @Override
    public void read(SourceSet set) throws InterruptedException {
        var read = directives();
        set.sources.addAll(read.sources());
        set.files.putAll(read.files());
        set.options.addAll(read.compileOptions());
        set.runtimeOptions.addAll(read.runtimeOptions());
        set.release = read.release();
        set.minimum = read.minimum();
        set.watched.addAll(read.watched());
        read.problems().forEach(problem -> set.problem(problem, folder));
        try {
            if (set.problems.isEmpty())
                set.jars.addAll(dependencies.resolve(read.dependencies(), read.repositories()));
        } catch (UnresolvedException e) {
            set.problem(e, folder);
        }
        set.jars.addAll(read.jars());
    }
}
