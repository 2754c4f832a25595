package smyth.config;

/// Whether and how workers of a function can be debugged.
public sealed interface Debug {
    record Off() implements Debug {}

    /// Each worker listens on a free loopback port.
    record AnyPort() implements Debug {}

    /// The worker listens on this loopback port.
    record Port(int port) implements Debug {}

    /// The worker connects to an IDE that listens there.
    record ConnectTo(String host, int port) implements Debug {}
}
