package smyth.template;

import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Position;

/// What an intrinsic function needs of the template that it is in.
interface Evaluation {
    /// The value without intrinsic functions; nothing when `AWS::NoValue` removes it, or after a problem.
    Optional<Node> value(Node node);

    /// What `Ref` gives for a parameter, a resource or a pseudo parameter; nothing as above.
    Optional<Node> reference(String name, Position at);

    /// What `Fn::GetAtt` gives; nothing as above.
    Optional<Node> attribute(String logicalId, String attribute, Position at);

    /// Whether the condition of this name holds; nothing after a problem.
    Optional<Boolean> condition(String name, Position at);

    Node.Table mappings();

    Settings settings();

    Findings findings();

    /// Whether the template says `Transform: AWS::LanguageExtensions`.
    boolean hasLanguageExtensions();

    /// Counts work, so that a template that grows without end stops with a problem.
    ///
    /// @throws Endless when it is too much
    void spend(long values, Position at);

    /// The evaluation stops.
    final class Endless extends RuntimeException {
        Endless() {
            super(null, null, false, false);
        }
    }
}
