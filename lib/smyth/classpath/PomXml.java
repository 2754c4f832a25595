package smyth.classpath;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/// The configuration of a Maven plugin, which is XML of the plugin's own.
final class PomXml {
    private PomXml() {}

    /// The texts of a list's elements; empty when there is no such list.
    static List<String> values(Xpp3Dom configuration, String list) {
        var parent = configuration == null ? null : configuration.getChild(list);
        return parent == null ? List.of()
                : Arrays.stream(parent.getChildren()).map(Xpp3Dom::getValue).filter(Objects::nonNull).toList();
    }

    /// The text of an element; "" when there is none.
    static String value(Xpp3Dom parent, String name) {
        return parent.getChild(name) == null || parent.getChild(name).getValue() == null ? ""
                : parent.getChild(name).getValue();
    }
}
