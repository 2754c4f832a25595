package smyth.template;

import java.util.List;
import java.util.Map;
import smyth.config.Problem;
import smyth.tree.Node;

/// A template without intrinsic functions.
///
/// @param resources those whose condition holds, by logical id, in the order of the file
/// @param globals   what SAM's `Globals` says, by its keys: `Function`, `Api`
/// @param unknowns  each with every place that uses it
public record Resolved(Map<String, Resource> resources, Map<String, Node> globals, List<Unknown> unknowns,
        List<Problem> problems) {}
