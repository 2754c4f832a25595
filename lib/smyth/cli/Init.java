package smyth.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import smyth.project.HandlerSource;
import smyth.config.Language;

/// `smyth init [DIR]`: a first project, or a `smyth.toml` for the handlers in a folder. Overwrites nothing.
final class Init implements Callable<Integer> {

    private static final String SMYTH = "jbang smyth@mirumee";
    private static final String SETTINGS = "# All settings: "
            + "https://github.com/mirumee/smyth-java/blob/main/docs/settings.md\n";

    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".", description = "The folder; created if it "
            + "does not exist. Default: the current folder.")
    private Path dir;

    @Option(names = "--runtime", paramLabel = "R", defaultValue = "java", description = "The language of the first "
            + "project: java, python or node. Default: java.")
    private Starter starter;

    private final PrintStream out;
    private final PrintStream err;

    Init(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(dir) && !Files.isDirectory(dir)) return refused(dir + " is a file; give a folder");
        for (var name : List.of("smyth.toml", "pyproject.toml")) {
            var file = dir.resolve(name).normalize();
            if (Files.exists(file) && (name.equals("smyth.toml") || Files.readString(file).contains("[tool.smyth")))
                return refused(
                        file + " already exists, so nothing was written; " + typed("check") + " shows its settings");
        }
        var found = Files.isDirectory(dir) ? HandlerSource.under(dir) : List.<HandlerSource>of();
        if (!found.isEmpty()) return configure(found);
        if (Files.isDirectory(dir) && !isEmpty())
            return refused("no handlers found in " + (isHere() ? "this folder" : dir) + ", which is not empty; " + SMYTH
                    + " init hello creates a first project in a new folder");
        Files.createDirectories(dir);
        write(starter.file, starter.text);
        write("smyth.toml", SETTINGS + table("hello", starter.handlerPath, "/hello/{name}", ""));
        next("/hello/Ada");
        return ExitCode.OK;
    }

    private Integer configure(List<HandlerSource> found) throws IOException {
        var named = new LinkedHashMap<String, HandlerSource>();
        for (var source : found) named.put(free(nameOf(source), named.keySet()), source);
        var text = new StringBuilder(SETTINGS);
        named.forEach((name, source) -> text.append(table(name, source.handlerPath(),
                named.size() == 1 ? "/{path:path}" : "/" + name + "/{path:path}", sourceFolder(source))));
        write("smyth.toml", text.toString());
        next(named.size() == 1 ? "/" : "/" + named.keySet().iterator().next() + "/");
        return ExitCode.OK;
    }

    // The files of a new repository do not count.
    private boolean isEmpty() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.startsWith(".") || name.matches("(README|LICENSE)(\\..*)?"));
        }
    }

    /// `shop.OrderHandler` is `order`, `app.lambda_handler` is `app`, `shop.orders.cancel` is `cancel`.
    private static String nameOf(HandlerSource source) {
        var parts = List.of(source.handlerPath().replaceAll("::.*", "").split("[./]"));
        var last = parts.getLast();
        if (source.language() != Language.JAVA && parts.size() > 1 && last.toLowerCase(Locale.ROOT).endsWith("handler"))
            last = parts.get(parts.size() - 2);
        var words = last.replaceAll("(?<=.)(Lambda|Function)?(Handler|Lambda|Function)$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return words.substring(0, Math.min(words.length(), 60));
    }

    private static String free(String name, Set<String> taken) {
        return taken.contains(name)
                ? Stream.iterate(2, i -> i + 1).map(i -> name + "-" + i).filter(other -> !taken.contains(other))
                        .findFirst().orElseThrow()
                : name;
    }

    /// The root of a Java source's packages, unless Smyth finds it without a setting.
    private String sourceFolder(HandlerSource source) {
        if (source.language() != Language.JAVA) return "";
        var root = source.file().getParent();
        for (int i = source.handlerPath().split("\\.").length; i > 1; i--)
            root = root.getParent() == null ? root : root.getParent();
        var folder = root.startsWith(dir) ? dir.relativize(root).toString().replace('\\', '/') : "";
        return folder.equals("src/main/java") || folder.equals("src") ? "" : folder;
    }

    private static String table(String name, String handlerPath, String urlPath, String source) {
        return "\n[handlers." + name + "]\nhandler_path = \"" + handlerPath + "\"\nurl_path = \"" + urlPath + "\"\n"
                + (source.isEmpty() ? "" : "source = \"" + source + "\"\n");
    }

    private void write(String name, String text) throws IOException {
        var file = dir.resolve(name).normalize();
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        out.println("wrote " + file);
    }

    private void next(String path) {
        out.println();
        out.println("next, and in another terminal:");
        out.println("  " + typed(""));
        out.println("  curl http://127.0.0.1:8080" + path);
    }

    private String typed(String command) {
        return SMYTH + (command.isEmpty() ? "" : " " + command)
                + (isHere() ? "" : " " + (dir.toString().contains(" ") ? "\"" + dir + "\"" : dir));
    }

    private boolean isHere() {
        return dir.normalize().toString().isEmpty();
    }

    private int refused(String message) {
        err.println("smyth: " + message);
        return ExitCode.FAILED;
    }
}
