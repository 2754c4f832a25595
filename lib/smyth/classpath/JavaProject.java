package smyth.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import smyth.config.Function;

/// Where the classes of one Java function come from. Made by [JavaBuilder#project]; holds no state of its own, so it
/// may be asked again at any time.
public final class JavaProject {
    private final Workshop workshop;
    private final ProjectReader reader;

    JavaProject(Workshop workshop, Path folder, Function function) {
        this.workshop = workshop;
        this.reader = new ProjectReader(folder, kind(workshop, folder, function), function.code().build());
    }

    /// `JBang file Hello.java`, `Maven project pom.xml`.
    public String description() {
        return reader.description();
    }

    /// The Java release that the project names: what to choose the handler's JDK by when the configuration does not
    /// say. Reads files; for a build tool's project it blocks as [#build] does, once.
    public OptionalInt release() {
        return reader.kind().release();
    }

    /// Compiles what has to be compiled, after fetching what has to be fetched. Blocks; an interrupt drops the result.
    ///
    /// @param release of the handler's JDK
    public BuildResult build(int release) throws InterruptedException {
        var turn = workshop.turns().computeIfAbsent(reader.id(), _ -> new ReentrantLock());
        turn.lockInterruptibly();
        try {
            return new Build(workshop, reader, release).run();
        } finally {
            turn.unlock();
        }
    }

    private static ProjectKind kind(Workshop workshop, Path folder, Function function) {
        var source = function.code().source();
        if (!function.code().classpath().isEmpty())
            return new ConfiguredProject(folder, source, function.code().classpath());
        if (source.size() == 1 && source.getFirst().toString().endsWith(".java"))
            return new JbangProject(source.getFirst(), folder, workshop.dependencies());
        var name = function.code().handler().replaceFirst("::.*", "").replaceFirst("\\$.*", "");
        var script = scripts(folder, name).filter(JavaProject::isJbang).findFirst();
        if (script.isPresent() && source.isEmpty())
            return new JbangProject(script.get(), folder, workshop.dependencies());
        var tool = BuildTool.of(folder);
        if (tool.isPresent())
            return new BuildFileProject(tool.get(), folder, source, name.replace('.', '/'), workshop);
        return source.isEmpty() ? PlainProject.in(folder) : PlainProject.of(folder, source);
    }

    /// Where the handler's class would be if it were a JBang file: beside the configuration, alone or in the folders
    /// of its package.
    private static Stream<Path> scripts(Path folder, String className) {
        var simple = className.substring(className.lastIndexOf('.') + 1) + ".java";
        return Stream.of(folder.resolve(simple), folder.resolve(className.replace('.', '/') + ".java"),
                folder.resolve("src").resolve(simple)).filter(Files::isRegularFile);
    }

    private static boolean isJbang(Path file) {
        try {
            return JbangFile.hasDirectives(Files.readString(file, ISO_8859_1));
        } catch (IOException _) {
            return false;
        }
    }
}
