package worker.java;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/// What to run, told when the init phase may begin: lines of `name=value`.
final class Start {
    /// As AWS spells it: `shop.Orders` or `shop.Orders::handle`.
    final String handler;
    final List<File> classPath;
    /// `shop.Events::make`, or null.
    final String eventFunction;
    final String contextFunction;
    /// What another worker used of this class path's jars.
    final List<String> classes;

    private Start(String handler, List<File> classPath, String eventFunction, String contextFunction,
            List<String> classes) {
        this.handler = handler;
        this.classPath = classPath;
        this.eventFunction = eventFunction;
        this.contextFunction = contextFunction;
        this.classes = classes;
    }

    static Start parse(String lines) {
        String handler = "";
        String eventFunction = null;
        String contextFunction = null;
        List<File> classPath = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (String line : lines.split("\r?\n")) {
            int equals = line.indexOf('=');
            if (equals < 0) continue;
            String value = line.substring(equals + 1);
            switch (line.substring(0, equals)) {
                case "handler":
                    handler = value;
                    break;
                case "classpath":
                    classPath.add(new File(value));
                    break;
                case "class":
                    classes.add(value);
                    break;
                case "event_function":
                    eventFunction = value;
                    break;
                case "context_function":
                    contextFunction = value;
                    break;
                default:
                    break; // of a later Smyth
            }
        }
        return new Start(handler, classPath, eventFunction, contextFunction, classes);
    }
}
