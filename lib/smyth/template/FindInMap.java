package smyth.template;

import java.util.Collection;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Position;
import smyth.tree.Words;

/// `Fn::FindInMap`: a value of the template's `Mappings`.
final class FindInMap {
    private FindInMap() {}

    static Optional<Node> apply(Call call) {
        return call.arguments(3, 4).flatMap(arguments -> {
            var names = arguments.subList(0, 3).stream().map(call::string).toList();
            if (names.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
            Node place = call.evaluation().mappings();
            for (var name : names) {
                if (!(place instanceof Node.Table table)) return Optional.empty();
                place = table.entries().get(name.get());
                if (place == null) return arguments.size() == 4 ? otherwise(call, arguments.get(3))
                        : missing(call, name.get(), table.entries().keySet(),
                                arguments.get(names.indexOf(name)).at());
            }
            return Optional.of(place);
        });
    }

    private static Optional<Node> otherwise(Call call, Node argument) {
        if (!(argument instanceof Node.Table table) || table.get("DefaultValue").isEmpty()) return call.misshaped();
        if (!call.evaluation().hasLanguageExtensions()) return call.wrong(argument.at(),
                "DefaultValue of Fn::FindInMap" + LanguageExtensions.NEEDED);
        return call.evaluation().value(table.get("DefaultValue").get());
    }

    private static Optional<Node> missing(Call call, String name, Collection<String> there, Position at) {
        return call.wrong(at, "Fn::FindInMap: there is no " + Words.quoted(name) + " in Mappings"
                + (there.isEmpty() ? "" : ", which has " + String.join(", ", there.stream().limit(10).toList()))
                + Words.didYouMean(name, there));
    }
}
