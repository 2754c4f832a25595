package smyth.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// What a template says, while it is read: functions in the order of the file, the APIs in front of them, and
/// sentences for the user.
final class TemplateDraft {
    final Map<String, TemplateFunction> functions = new LinkedHashMap<>();
    final Map<String, TemplateApi> apis = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();

    /// Several with the same name: the later ones are called by their logical ids.
    void add(TemplateFunction function) {
        functions.put(function.name, function);
    }

    /// A function by its name or its logical id.
    Optional<TemplateFunction> function(Optional<String> name) {
        return name.flatMap(text -> Optional.ofNullable(functions.get(text)).or(
                () -> functions.values().stream().filter(one -> one.logicalId.equals(text)).findFirst()));
    }

    /// The API of this name, made if it is not there.
    TemplateApi api(String name, Supplier<TemplateApi> made) {
        return apis.computeIfAbsent(name, _ -> made.get());
    }

    /// Tells APIs with the same routes apart: the later one moves to a path of its own.
    void separate() {
        var settled = new ArrayList<TemplateApi>();
        for (var api : apis.values()) {
            if (!api.basePath.isEmpty()) continue;
            for (var earlier : settled) {
                var shared = api.shared(earlier);
                if (shared.isEmpty()) continue;
                api.basePath = "/" + api.name;
                notes.add(earlier.name + " and " + api.name + " both serve " + shared.get().method() + " "
                        + shared.get().path() + ", so " + api.name + " is served under " + api.basePath);
                break;
            }
            if (api.basePath.isEmpty()) settled.add(api);
        }
    }

    /// One line about everything that AWS does at the routes and Smyth does not.
    Optional<String> unenforced() {
        var places = new TreeMap<String, Set<String>>();
        for (var api : apis.values())
            for (var what : api.unenforced) places.computeIfAbsent(what, _ -> new TreeSet<>()).add(api.name);
        if (places.isEmpty()) return Optional.empty();
        return Optional.of("not applied yet: " + String.join("; ", places.entrySet().stream()
                .map(entry -> entry.getKey() + " of " + String.join(", ", entry.getValue())).toList()));
    }
}
