package smyth.template;

import java.util.List;
import java.util.Map;
import smyth.tree.Node;

/// A CloudFormation or SAM template.
public final class Template {
    private Template() {}

    /// What it says once its parameters, conditions and intrinsic functions are worked out. Reads no file, except
    /// through [Settings#include]. What is wrong in it becomes a problem.
    public static Resolved resolve(Node.Table template, Settings settings) {
        return new Resolved(Map.of(), Map.of(), List.of(), List.of());
    }
}
