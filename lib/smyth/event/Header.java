package smyth.event;

/// One header line; names keep the case they came in.
public record Header(String name, String value) {}
