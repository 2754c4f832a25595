package smyth.project;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One table of a configuration, read setting by setting. What is wrong becomes a problem, and reading goes on as if
/// it were not there.
final class TableReader {
    private final Node.Table table;
    private final Location location;

    TableReader(Node.Table table, Location location) {
        this.table = table;
        this.location = location;
    }

    /// The value as written; empty when it is missing or wrong.
    <T> Optional<T> read(Setting<T> setting) {
        var node = table.entries().get(setting.key());
        return node == null ? Optional.empty() : setting.kind().reader().read(node, location(setting.key()));
    }

    /// The value as written, else the setting's default, which can be written.
    <T> T value(Setting<T> setting) {
        return read(setting).or(() -> setting.standard().flatMap(value -> setting.kind().reader()
                .read(new Node.Scalar(table.at(), value), location(setting.key())))).orElseThrow();
    }

    /// The table that is written there; an empty one when it is missing or wrong.
    TableReader table(Setting<Node.Table> setting) {
        return inner(setting.key(), read(setting));
    }

    /// The table of this name, which is a name that the user chose, not a setting.
    TableReader table(String name) {
        return inner(name, Kind.table("table", Map::of).reader().read(table.entries().get(name), location(name)));
    }

    private TableReader inner(String key, Optional<Node.Table> inner) {
        var at = location(key);
        return new TableReader(inner.orElseGet(() -> new Node.Table(at.at(), Map.of())), at);
    }

    /// The tables of a list.
    List<TableReader> tables(Setting<List<Node.Table>> setting) {
        return read(setting).orElse(List.of()).stream()
                .map(inner -> new TableReader(inner, location(setting.key()).of(inner.at()))).toList();
    }

    boolean has(Setting<?> setting) {
        return table.entries().containsKey(setting.key());
    }

    /// In the order of the file.
    Set<String> keys() {
        return table.entries().keySet();
    }

    Map<String, Node> entries() {
        return table.entries();
    }

    void problem(Setting<?> setting, String message) {
        problem(setting.key(), message);
    }

    void problem(String key, String message) {
        location(key).problem(message);
    }

    Location location(String key) {
        var node = table.entries().get(key);
        return location.of(key, node == null ? table.at() : node.at());
    }

    /// Reports every key that is not one of `known`.
    ///
    /// @param elsewhere the settings of other tables, by words that say where they belong
    void refuseOthers(Collection<? extends Setting<?>> known,
            Map<String, ? extends Collection<? extends Setting<?>>> elsewhere) {
        var names = known.stream().map(Setting::key).toList();
        for (var key : keys()) {
            if (names.contains(key)) continue;
            var place = elsewhere.entrySet().stream()
                    .filter(other -> other.getValue().stream().anyMatch(setting -> setting.key().equals(key)))
                    .map(Map.Entry::getKey).findFirst();
            problem(key, place.map("belongs "::concat)
                    .orElseGet(() -> "unknown setting" + Words.didYouMean(key, names)));
        }
    }
}
