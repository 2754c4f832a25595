package smyth.config;

import java.nio.file.Path;

/// A plausible value for what a template refers to and nobody knows before it is deployed: an attribute of a table, a
/// parameter of SSM, the export of another stack.
///
/// @param name   what it stands for: `Orders.StreamArn`, `ssm:/db/password`
/// @param value  in AWS's form
/// @param usedBy where it ends up: `Functions.Env.TABLE`
/// @param line   from 1; 0 where there is none
/// @param remedy what to do to have another value
public record StandIn(String name, String value, String usedBy, Path file, int line, String remedy) {}
