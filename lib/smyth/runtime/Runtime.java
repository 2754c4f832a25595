package smyth.runtime;

/// What knows a language: how a function is built, and how its worker is started. Starts no worker itself. Made by
/// [Runtimes].
public interface Runtime {
    /// What was found of the project, for people: `Maven project pom.xml`.
    String description();

    /// Builds the function as its files are now. Blocks; an interrupt drops the work.
    Built build() throws InterruptedException;

    /// Whether a change drops the build under way. Not where the build itself may change files that are watched.
    default boolean isDroppable() {
        return true;
    }
}
