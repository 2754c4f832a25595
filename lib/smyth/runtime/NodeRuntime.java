package smyth.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import smyth.build.BuildResult.Diagnostic;
import smyth.build.CacheFolder;
import smyth.config.Config;
import smyth.config.Config.FunctionConfig;
import smyth.config.Config.FunctionConfig.Debug;
import smyth.runtime.PythonRuntime.BuildCommand;
import smyth.runtimeapi.RuntimeApi.Start;

/// Node handlers on the machine's Node: CommonJS, ES modules, and TypeScript where this Node strips types.
///
/// @param command the function's own `build`, run first
/// @param checked when the sources were last found free of syntax errors, in milliseconds of the clock that files have
record NodeRuntime(Config config, FunctionConfig function, Programs programs, BuildCommand command, Function<String, Map<String, String>> variables, Consumer<String> progress,
        AtomicLong checked) implements Runtime {
    static final List<String> SCRIPTS = List.of(".mjs", ".js", ".cjs");
    private static final List<String> ENDINGS = List.of(".mjs", ".js", ".cjs", ".ts", ".mts", ".cts", ".json");
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
    /// What `node --check` prints: file and line, the source line, a caret, and further down the error.
    private static final Pattern SYNTAX_ERROR = Pattern.compile("^(.+):(\\d+)\\R(.*)\\R( *)\\^+\\s[\\s\\S]*?^SyntaxError: (.*)$", Pattern.MULTILINE);
    private static final Pattern LISTENING = Pattern.compile("Debugger listening on ws://127\\.0\\.0\\.1:(\\d+)/.*");
    private static final Pattern NOISE = Pattern.compile("For help, see: https://nodejs\\.org/.*|Debugger attached\\.|Debugger ending on ws://.*|Waiting for the debugger to disconnect\\.\\.\\.");
    private static final int MOST_CHECKED = 5;
    private static final int HEAP_PERCENT = 90; // of the memory size, as AWS's own start script has it

    @Override
    public String description() {
        return "Node files in " + (folder().equals(config.folder()) ? "." : folder());
    }

    @Override
    public Built build() throws InterruptedException {
        var failure = command.run(this::watched);
        var watched = watched();
        if (failure.isPresent()) return new Built.Broken(failure.get(), watched);
        var node = programs.onPath("node");
        if (node.isEmpty()) return new Built.Broken("no Node is installed, and " + function.name() + " needs one; install Node 18 or later, so that node is on the PATH", watched);
        var version = VERSION.matcher(programs.askOnce(config.folder(), List.of(node.get().toString(), "--version")));
        if (!version.matches()) return new Built.Broken(node.get() + " does not work", watched);
        long now = System.currentTimeMillis();
        for (var file : toCheck()) {
            var said = programs.ask(config.folder(), List.of(node.get().toString(), "--check", file.toString()));
            if (said.exit() == 1 && said.output().contains("SyntaxError")) return new Built.Broken(syntaxError(said.output()), watched);
        }
        checked.set(now);
        return new Built.Runnable(launch(node.get(), Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))), Optional.of(new Start(function.handlerPath(), List.of(folder()),
                function.eventFunction(), function.contextFunction(), PythonRuntime.settings(function))), watched);
    }

    @Override
    public boolean isDroppable() {
        return function.build().isEmpty();
    }

    private Launch launch(Path node, int major, int minor) {
        var found = "nodejs" + major + ".x";
        var wanted = function.runtime().orElse(found);
        if (!wanted.equals(found)) progress.accept(function.name() + " asks for " + wanted + " and runs on " + node + ", which is " + found);
        var command = new ArrayList<>(List.of(node.toString()));
        function.memorySize().ifPresent(megabytes -> command.add("--max-old-space-size=" + megabytes * HEAP_PERCENT / 100));
        if (mustAskForTypes(major, minor)) command.add("--experimental-strip-types");
        inspector().ifPresent(command::add);
        command.add(programs.worker("worker/node/worker.mjs").toString());
        return new Launch(command, variables.apply(wanted), config.folder(), debugger());
    }

    /// Node 22.6 to 22.17 and 23.0 to 23.5 strip types when told to, later ones by themselves.
    private static boolean mustAskForTypes(int major, int minor) {
        return major == 22 && minor >= 6 && minor < 18 || major == 23 && minor < 6;
    }

    private Optional<String> inspector() {
        return switch (function.debug()) {
            case Debug.Off() -> Optional.empty();
            case Debug.AnyPort() -> Optional.of("--inspect=127.0.0.1:0");
            case Debug.Port(int port) -> Optional.of("--inspect=127.0.0.1:" + port);
            case Debug.ConnectTo(String host, int port) -> {
                progress.accept(function.name() + " cannot connect to a debugger at " + host + ":" + port + ", which Node does not know; it listens on a free port");
                yield Optional.of("--inspect=127.0.0.1:0");
            }
        };
    }

    private Optional<Debugger> debugger() {
        return switch (function.debug()) {
            case Debug.Off() -> Optional.empty();
            case Debug.AnyPort(), Debug.ConnectTo _ -> Optional.of(new Debugger("node", LISTENING, NOISE, OptionalInt.empty()));
            case Debug.Port(int port) -> Optional.of(new Debugger("node", LISTENING, NOISE, OptionalInt.of(port)));
        };
    }

    /// Where handlers are looked for: `source`, else the project's folder.
    private Path folder() {
        return folder(config, function);
    }

    static Path folder(Config config, FunctionConfig function) {
        return function.source().stream().findFirst().map(source -> Files.isDirectory(source) ? source : source.getParent()).orElse(config.folder());
    }

    /// The file of the module in a handler's name: `src/index.mjs` for `src/index.handler`.
    static Optional<Path> module(Path folder, String handlerPath, List<String> endings) {
        int slash = handlerPath.lastIndexOf('/');
        int dot = handlerPath.indexOf('.', slash + 1);
        if (dot < 1 || handlerPath.contains("..")) return Optional.empty();
        return endings.stream().map(ending -> folder.resolve(handlerPath.substring(0, dot) + ending)).filter(Files::isRegularFile).findFirst();
    }

    /// The handler's file, and of those that changed since the last good check a few: each costs a start of Node.
    private Set<Path> toCheck() {
        var files = new LinkedHashSet<Path>();
        module(folder(), function.handlerPath(), SCRIPTS).ifPresent(files::add);
        if (checked.get() > 0) for (var source : watched()) files.addAll(Programs.newest(source, SCRIPTS, checked.get() - 2000, MOST_CHECKED));
        return files;
    }

    private Set<Path> watched() {
        var watched = new LinkedHashSet<>(Programs.sources(folder(), ENDINGS));
        if (!folder().equals(config.folder())) watched.add(config.folder().resolve("package.json"));
        if (function.build().isEmpty()) module(folder(), function.handlerPath(), ENDINGS).ifPresent(watched::add); // else it may be what is built
        watched.add(folder().resolve("package.json"));
        return watched;
    }

    private String syntaxError(String output) {
        var found = SYNTAX_ERROR.matcher(output);
        if (!found.find()) return output.strip();
        var file = found.group(1).startsWith("file:") ? Path.of(java.net.URI.create(found.group(1))) : Path.of(found.group(1));
        return new Diagnostic(true, Optional.of(file), Integer.parseInt(found.group(2)), found.group(4).length() + 1, found.group(5), found.group(3)).text(config.folder());
    }

    /// The programs of this machine that workers of languages other than Java run on, and the sources that they run.
    static final class Programs {
        static final boolean WINDOWS = File.separatorChar == '\\';
        private static final long LIMIT_SECONDS = 10;
        private static final int DEPTH = 4;
        static final List<String> ANY = List.of("");
        private static final Set<String> NO_SOURCES = Set.of("node_modules", "__pycache__", "target", "build", "dist", "site-packages");

        private final Map<String, String> shell;
        private final CacheFolder cache;
        private final Map<String, Path> workers = new ConcurrentHashMap<>();
        private final Map<List<String>, String> answers = new ConcurrentHashMap<>();

        /// @param shell our own environment
        Programs(Map<String, String> shell, CacheFolder cache) {
            this.shell = shell;
            this.cache = cache;
        }

        /// What a program said: its exit code, and stdout and stderr together.
        record Said(int exit, String output) {}

        Optional<String> variable(String name) {
            return Optional.ofNullable(shell.get(name)).filter(value -> !value.isBlank());
        }

        /// The first of these names that is found on the PATH.
        Optional<Path> onPath(String... names) {
            var path = shell.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase("PATH")).map(Map.Entry::getValue).findFirst().orElse("");
            for (var name : names)
                for (var folder : path.split(File.pathSeparator)) {
                    if (folder.isBlank()) continue;
                    var file = Path.of(folder).resolve(WINDOWS ? name + ".exe" : name);
                    // What the Windows Store puts there is no program, but an invitation to its shop.
                    if (Files.isExecutable(file) && !(WINDOWS && folder.contains("WindowsApps"))) return Optional.of(file.toAbsolutePath());
                }
            return Optional.empty();
        }

        /// Runs a program that answers quickly. Blocks, at most 10 s; an interrupt ends it.
        Said ask(Path folder, List<String> command) throws InterruptedException {
            Process process;
            Path output;
            try {
                output = Files.createTempFile(cache.folder("answers"), "answer", ".txt");
                var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().keySet().removeIf(name -> name.equals("NODE_OPTIONS")); // a debugger may be in it
                process = builder.start();
            } catch (IOException e) {
                return new Said(-1, String.valueOf(e.getMessage()));
            }
            try {
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) return new Said(-1, String.join(" ", command) + " took longer than " + LIMIT_SECONDS + " s");
                return new Said(process.exitValue(), Files.readString(output));
            } catch (IOException e) {
                return new Said(-1, String.valueOf(e.getMessage()));
            } finally {
                process.destroyForcibly();
                output.toFile().delete();
            }
        }

        /// The same for a question that has one answer as long as Smyth runs; "" when there was none.
        String askOnce(Path folder, List<String> command) throws InterruptedException {
            var known = answers.get(command);
            if (known != null) return known;
            var said = ask(folder, command);
            var answer = said.exit() == 0 ? said.output().strip() : "";
            answers.put(command, answer);
            return answer;
        }

        /// A worker that ships with Smyth, as a file: a copy in the cache, since it may lie in a jar.
        ///
        /// @param name on the class path, `worker/node/worker.mjs`
        Path worker(String name) {
            return workers.computeIfAbsent(name, _ -> {
                try (var in = Programs.class.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) throw new IllegalStateException(name + " is missing in this build of Smyth");
                    var bytes = in.readAllBytes();
                    var folder = cache.folder("workers").resolve(HexFormat.of().toHexDigits(new String(bytes, UTF_8).hashCode()) + "-" + bytes.length);
                    var file = Files.createDirectories(folder).resolve(name.substring(name.lastIndexOf('/') + 1));
                    if (Files.exists(file) && Files.size(file) == bytes.length) return file;
                    var draft = Files.createTempFile(folder, "draft", null);
                    Files.write(draft, bytes);
                    return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot write " + name + " into the cache; set SMYTH_CACHE_DIR to a folder that can be written", e);
                }
            });
        }

        /// What of a folder to watch: sources in it, and folders that hold some. Not the folder itself, in which a handler may well write.
        static Set<Path> sources(Path folder, List<String> endings) {
            var sources = new LinkedHashSet<Path>();
            try (Stream<Path> entries = Files.list(folder)) {
                for (var entry : entries.sorted().toList()) {
                    if (Files.isDirectory(entry) ? !newest(entry, endings, Long.MIN_VALUE, 1).isEmpty() : isSource(entry, endings)) sources.add(entry);
                }
            } catch (IOException _) {
                // gone, or not ours to read: nothing to watch in it
            }
            return sources;
        }

        /// Sources below a file or folder that were changed since; with [#ANY] as endings, all files.
        ///
        /// @param since milliseconds of the clock that files have
        static List<Path> newest(Path root, List<String> endings, long since, int most) {
            var found = new ArrayList<Path>();
            try {
                Files.walkFileTree(root, Set.of(), endings.equals(ANY) ? Integer.MAX_VALUE : DEPTH, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        var name = folder.getFileName().toString();
                        return NO_SOURCES.contains(name) || name.startsWith(".") || Files.exists(folder.resolve("pyvenv.cfg")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile() && isSource(file, endings) && attributes.lastModifiedTime().toMillis() >= since) found.add(file);
                        return found.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException _) {
                // what was found counts
            }
            return found;
        }

        private static boolean isSource(Path file, List<String> endings) {
            return endings.stream().anyMatch(file.toString()::endsWith);
        }

        /// Text for a line of JSON.
        static String quoted(String text) {
            var json = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') json.append('\\').append(c);
                else if (c < ' ') json.append("\\u%04x".formatted((int) c));
                else json.append(c);
            }
            return json.append('"').toString();
        }
    }
}
