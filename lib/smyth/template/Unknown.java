package smyth.template;

import smyth.tree.Position;

/// A value that only AWS knows, and what is used instead of it.
///
/// @param name   as `[unknown]` in smyth.toml spells it: `Orders`, `Orders.Arn`, `ssm:/db/password`, `import:VpcId`;
///               a parameter's own name
/// @param value  a stable stand-in of AWS's form, never empty
/// @param at     where it is referred to
/// @param usedBy the place that needs it, `Resources.Orders.Properties.Environment.Variables.TABLE`
/// @param remedy what to write, and where, to give it a value
public record Unknown(String name, String value, Position at, String usedBy, String remedy) {}
