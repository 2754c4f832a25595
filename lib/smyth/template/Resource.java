package smyth.template;

import smyth.tree.Node;
import smyth.tree.Position;

/// One resource of a template, as it would be deployed.
///
/// @param type       `AWS::Lambda::Function`
/// @param properties with no intrinsic function left in them
/// @param metadata   likewise
/// @param at         where its logical id is written
public record Resource(String logicalId, String type, Node.Table properties, Node.Table metadata, Position at) {}
