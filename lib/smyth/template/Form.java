package smyth.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What `Ref` and `Fn::GetAtt` give for one type of resource.
///
/// @param nameProperty which holds the name, `TableName`; "" where the type has none
/// @param isOurs       whether Smyth itself decides the name where the template says none
/// @param patterns     for [StandIns#fill], by attribute; that of `Ref` is under `Ref`
record Form(String nameProperty, boolean isOurs, Map<String, String> patterns) {
    Optional<String> pattern(String attribute) {
        return Optional.ofNullable(patterns.get(attribute));
    }

    /// @param text a row for each type, with its name property or `-`, behind it ` !` if the name is ours; below it
    ///             indented a row for each attribute. Types divided by commas share their rows.
    static Map<String, Form> read(String text) {
        var forms = new HashMap<String, Form>();
        Form form = null;
        for (var line : text.split("\n")) {
            if (line.isBlank()) continue;
            var words = line.strip().split("\\s+", 3);
            if (line.startsWith(" ")) {
                form.patterns.put(words[0], words[1]);
                continue;
            }
            form = new Form(words[1].equals("-") ? "" : words[1], words.length == 3, new HashMap<>());
            for (var type : words[0].split(",")) forms.put("AWS::" + type, form);
        }
        return forms;
    }
}
