package smyth.classpath;

import java.io.IOException;
import java.util.OptionalInt;

/// What a project's sources and class path are told by: JBang directives, a build file, the usual folders, or the
/// configuration.
interface ProjectKind {
    /// `JBang file Hello.java`, `Maven project pom.xml`.
    String description();

    /// Functions of the same project have the same.
    String id();

    /// The Java release that the project names. May block as [#read] does.
    OptionalInt release();

    /// What to compile, with what. Reads files, and blocks while dependencies are fetched.
    void read(SourceSet set) throws IOException, InterruptedException;
}
