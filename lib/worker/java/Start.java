package worker.java;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/// What to run, told when the init phase may begin: lines of `name=value`.
final class Start {
    /// As AWS spells it: `shop.Orders` or `shop.Orders::handle`.
    final String handler;
    final URL[] classPath;
    /// `shop.Events::make`, or null.
    final String eventFunction;
    final String contextFunction;

    private Start(String handler, URL[] classPath, String eventFunction, String contextFunction) {
        this.handler = handler;
        this.classPath = classPath;
        this.eventFunction = eventFunction;
        this.contextFunction = contextFunction;
    }

    static Start parse(String lines) {
        String handler = "";
        String eventFunction = null;
        String contextFunction = null;
        List<URL> classPath = new ArrayList<>();
        for (String line : lines.split("\r?\n")) {
            int equals = line.indexOf('=');
            if (equals < 0) continue;
            String value = line.substring(equals + 1);
            switch (line.substring(0, equals)) {
                case "handler": handler = value; break;
                case "classpath": classPath.add(url(value)); break;
                case "event_function": eventFunction = value; break;
                case "context_function": contextFunction = value; break;
                default: break; // of a later Smyth
            }
        }
        return new Start(handler, classPath.toArray(new URL[0]), eventFunction, contextFunction);
    }

    /// URLClassLoader takes for a folder what ends with a slash; a folder that is yet to be made must have it too.
    private static URL url(String path) {
        String url = new File(path).toURI().toString();
        try {
            return new URL(path.endsWith(".jar") || url.endsWith("/") ? url : url + "/");
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a path: " + path, e);
        }
    }
}
